using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Security.Misuse;

/// <summary>
/// Nothing that the provider hands out is good anywhere but where it belongs: everything is presented everywhere. What is
/// refused is not used up by it, and neither is what would have been right.
/// </summary>
public sealed class MisuseTests(MisuseTests.EveryKind fixture) : IClassFixture<MisuseTests.EveryKind>
{
    public static TheoryData<Kind> Kinds => [.. Enum.GetValues<Kind>()];

    public static TheoryData<string> Places => [.. Place.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("Requirement", "PF-8")]
    [Trait("Requirement", "PF-12")]
    [Trait("Requirement", "CL-8")]
    public async Task It_is_good_nowhere_else_and_good_at_home_afterwards(Kind kind)
    {
        using var wallet = await fixture.NewWalletAsync();
        var token = await wallet.GetAsync(kind);
        foreach (var (name, place) in Place.All.Where(place => !place.Value.Takes.Contains(kind)))
            Assert.False(await place.PresentAsync(wallet, token), $"{kind} was taken for {name}");
        foreach (var (name, home) in Place.All.Where(place => place.Value.Takes.Contains(kind)).Take(1))
            Assert.True(await home.PresentAsync(wallet, token), $"{kind} was used up, and refused for {name}");
    }

    [Theory]
    [MemberData(nameof(Places))]
    [Trait("Requirement", "PF-8")]
    [Trait("Requirement", "PF-12")]
    [Trait("Requirement", "CL-8")]
    public async Task It_takes_nothing_else_and_then_what_is_right(string name)
    {
        var place = Place.All[name];
        foreach (var right in place.Takes)
        {
            using var wallet = await fixture.NewWalletAsync();
            var wrong = Enum.GetValues<Kind>().Except(place.Takes).ToList();
            foreach (var kind in wrong)
                await wallet.GetAsync(kind);
            var token = await wallet.GetAsync(right);
            foreach (var kind in wrong)
                Assert.False(await place.PresentAsync(wallet, await wallet.GetAsync(kind)), $"{kind} was taken for {name}");
            Assert.True(await place.PresentAsync(wallet, token), $"{right} was refused for {name}");
        }
    }

    /// <summary>A policy under which there is everything: registration by code, both ways to reset, changes by code.</summary>
    public sealed class EveryKind : ProviderFixture
    {
        private string _admin = "";

        internal Task<Wallet> NewWalletAsync() => Wallet.OpenAsync(Provider, _admin);

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            _admin = (await new App(Provider).SignInAsync(await Provider.AddStaffAsync("admin"))).ExpectAccessToken();
        }

        protected override void Configure(ProviderSettings settings) => settings.WithManyCodes()
            .With("Accounts:Preset", "OtpFirst")
            .With("Accounts:ResetChannels", "Phone, Email")
            .With("Accounts:ChangePasswordWithCode", "true")
            .With("Accounts:Otp:BlockOnForeignToken", "false");
    }
}
