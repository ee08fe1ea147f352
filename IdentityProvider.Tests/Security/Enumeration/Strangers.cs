using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Security.Enumeration;

/// <summary>The people whom a stranger might ask about, each with a number and an address of their own.</summary>
public static class Strangers
{
    public const string Unknown = "unknown";

    /// <summary>By what there is to know about them. None of them is locked.</summary>
    public static async Task<IReadOnlyDictionary<string, Person>> MakeAsync(Provider provider)
    {
        var deactivated = await VerifiedAsync(provider);
        await provider.DeactivateAsync(deactivated);
        return new Dictionary<string, Person>(StringComparer.Ordinal)
        {
            [Unknown] = Person.New(),
            ["known"] = await VerifiedAsync(provider),
            ["known by phone alone"] = await provider.Accounts.RegisterVerifiedAsync(),
            ["unverified"] = (await provider.Accounts.RegisterAsync(Person.New())).Person,
            ["deactivated"] = deactivated,
        };
    }

    /// <summary>The same, after so many wrong passwords that nobody may try another.</summary>
    public static async Task<IReadOnlyDictionary<string, Person>> MakeLockedAsync(Provider provider)
    {
        var people = await MakeAsync(provider);
        var app = new App(provider);
        foreach (var person in people.Values)
            for (var failures = 0; failures < 5; failures++)
                await app.SignInAsync(person.Phone, "Wrong-horse-7-battery");
        return people;
    }

    private static async Task<Person> VerifiedAsync(Provider provider)
    {
        var person = await provider.Accounts.RegisterVerifiedAsync();
        await provider.Accounts.VerifyEmailAsync(person);
        return person;
    }
}
