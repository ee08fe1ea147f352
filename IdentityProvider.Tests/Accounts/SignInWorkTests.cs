using IdentityProvider.Accounts.Claiming;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Accounts;

/// <summary>How much work a sign-in is: what takes longer for one number than for another tells about it.</summary>
public sealed class SignInWorkTests
{
    [Fact]
    public async Task A_refusal_takes_as_many_hashes_whoever_has_the_number()
    {
        await using var provider = await StartAsync("PhoneFirst");
        var app = new App(provider);
        var owner = await provider.Accounts.RegisterVerifiedAsync();
        var deactivated = await provider.Accounts.RegisterVerifiedAsync();
        await provider.DeactivateAsync(deactivated);
        var (claimed, _) = await provider.Accounts.RegisterAsync(Person.New());
        var shared = Person.New();
        for (var i = 0; i < 5; i++)
            await provider.Accounts.RegisterAsync(Person.New() with { Phone = shared.Phone });

        foreach (var phone in new[] { owner.Phone, deactivated.Phone, claimed.Phone, shared.Phone, Person.New().Phone, "nonsense" })
            Assert.Equal(IdentifierClaims.MostClaims, await HashesAsync(provider, () => app.SignInAsync(phone, "Wrong-horse-9")));
        Assert.Equal(IdentifierClaims.MostClaims, await HashesAsync(provider, () => app.SignInAsync(deactivated)));
    }

    [Fact]
    public async Task The_owner_waits_for_one_hash_and_a_lock_does_not_tell_that_the_password_is_right()
    {
        await using var provider = await StartAsync("PhoneFirst");
        var app = new App(provider);
        var owner = await provider.Accounts.RegisterVerifiedAsync();
        Assert.Equal(1, await HashesAsync(provider, () => app.SignInAsync(owner)));
        for (var i = 0; i < 5; i++)
            await app.SignInAsync(owner.Phone, "Wrong-horse-9");
        Assert.Equal(IdentifierClaims.MostClaims, await HashesAsync(provider, () => app.SignInAsync(owner)));
    }

    [Fact]
    public async Task Where_an_identifier_is_reserved_one_hash_is_enough()
    {
        await using var provider = await StartAsync("Clinic");
        Assert.Equal(1, await HashesAsync(provider, () => new App(provider).SignInAsync(Person.New())));
    }

    private static Task<Provider> StartAsync(string preset) => Provider.StartAsync(settings => settings
        .With("Accounts:Preset", preset)
        .WithManyCodes()
        .WithServices(services => services.AddSingleton<CountingHasher>().AddSingleton<IPasswordHasher<User>>(provider => provider.GetRequiredService<CountingHasher>())));

    private static async Task<int> HashesAsync(Provider provider, Func<Task> signIn)
    {
        var hasher = provider.Services.GetRequiredService<CountingHasher>();
        var before = hasher.Checks;
        await signIn();
        return hasher.Checks - before;
    }

    private sealed class CountingHasher : PasswordHasher<User>
    {
        private int _checks;

        public int Checks => Volatile.Read(ref _checks);

        public override PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref _checks);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
