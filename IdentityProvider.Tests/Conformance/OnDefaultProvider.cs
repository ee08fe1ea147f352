using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>Tests that share one provider with the settings of <see cref="ProviderSettings"/>.</summary>
public abstract class OnDefaultProvider(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    protected Provider Provider { get; } = fixture.Provider;

    protected RelyingParty Rp(string clientId = TestClients.Web) => Provider.RelyingParty(clientId);

    /// <summary>A browser in front of which somebody with an account sits, not signed in.</summary>
    protected Task<UserAgent> SomebodyAsync() => Provider.NewPersonAtBrowserAsync();

    /// <summary>A browser in which somebody is signed in, by way of the default client.</summary>
    protected async Task<UserAgent> SomebodySignedInAsync()
    {
        var browser = await SomebodyAsync();
        await Rp().SignInAsync(browser);
        return browser;
    }
}
