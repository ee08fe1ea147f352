using System.Net;
using IdentityProvider.Accounts;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Security.Enumeration;

/// <summary>The people whom a stranger might ask about, each with a number and an address of their own.</summary>
public static class Strangers
{
    public const string Unknown = "unknown";

    /// <summary>The policy of the default preset.</summary>
    public static AccountPolicy PhoneFirst { get; } = PolicyOf(AccountPresets.PhoneFirst);

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

    /// <summary>The same under any preset: of whom staff made, whom staff invited, and who registered and proved nothing.</summary>
    public static async Task<IReadOnlyDictionary<string, Person>> MakeByStaffAsync(Provider provider)
    {
        var policy = provider.Services.GetRequiredService<AccountPolicy>();
        var deactivated = await provider.AddStaffAsync(policy.RoleNames[0]);
        await provider.DeactivateAsync(deactivated);
        var people = new Dictionary<string, Person>(StringComparer.Ordinal)
        {
            [Unknown] = Person.New(),
            ["known"] = await provider.AddStaffAsync(policy.RoleNames[0]),
            ["invited"] = await InvitedAsync(provider, policy),
            ["deactivated"] = deactivated,
        };
        if (!policy.RegisterWithCode)
        {
            people["unverified"] = Person.New();
            using var answer = await provider.Accounts.PostAsync("/api/account/register", AccountsClient.RegistrationOf(people["unverified"]));
            await answer.ExpectJsonAsync(HttpStatusCode.Created);
        }

        return people;
    }

    /// <summary>The same, after so many wrong passwords that nobody may try another.</summary>
    public static async Task<IReadOnlyDictionary<string, Person>> MakeLockedByStaffAsync(Provider provider)
    {
        var people = await MakeByStaffAsync(provider);
        var app = new App(provider);
        foreach (var person in people.Values)
        {
            for (var failures = 0; failures < 5; failures++)
            {
                await app.SignInAsync(person.Phone, "Wrong-horse-7-battery");
                await app.SignInByEmailAsync(person.Email, "Wrong-horse-7-battery");
            }
        }

        return people;
    }

    private static async Task<Person> InvitedAsync(Provider provider, AccountPolicy policy)
    {
        var (app, person, admin) = (new App(provider), Person.New(), await provider.AddStaffAsync("admin"));
        var token = (policy.SignInWithPhone ? await app.SignInAsync(admin) : await app.SignInByEmailAsync(admin.Email, admin.Password)).ExpectAccessToken();
        (await app.UsersAsync(HttpMethod.Post, "", Staff.InvitationOf(person, policy.RoleNames[0]), token)).Expect(HttpStatusCode.Created);
        return person;
    }

    private static AccountPolicy PolicyOf(string preset)
    {
        var policy = new AccountPolicy { Preset = preset };
        AccountPresets.Apply(policy);
        return policy;
    }

    private static async Task<Person> VerifiedAsync(Provider provider)
    {
        var person = await provider.Accounts.RegisterVerifiedAsync();
        await provider.Accounts.VerifyEmailAsync(person);
        return person;
    }
}
