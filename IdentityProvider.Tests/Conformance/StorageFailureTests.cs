using System.Net;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Conformance;

/// <summary>The database fails in the middle of a request: rows G6749-19, G7009-14, J-84.</summary>
public sealed class StorageFailureTests(StorageFailureTests.WithBrokenStore fixture) : IClassFixture<StorageFailureTests.WithBrokenStore>, IDisposable
{
    private readonly Provider _provider = fixture.Provider;

    /// <summary>A provider whose grants can be made to fail.</summary>
    public sealed class WithBrokenStore : ProviderFixture
    {
        public BreakableGrants Grants { get; } = new();

        protected override void Configure(ProviderSettings settings) => settings.WithServices(services => services.AddSingleton<IPersistedGrantStore>(Grants));
    }

    public void Dispose() => fixture.Grants.Broken = false;

    [Fact]
    [Trait("Conformance", "G6749-19")]
    public async Task A_client_that_is_known_is_told_server_error()
    {
        var rp = _provider.RelyingParty();
        var browser = await _provider.NewPersonAtBrowserAsync();
        await rp.SignInAsync(browser);
        fixture.Grants.Broken = true;
        var request = rp.Request();
        Conforming.ErrorCallback(_provider, request, (await rp.VisitAsync(browser, request)).ExpectCallback(), "server_error");
    }

    [Fact]
    [Trait("Conformance", "G6749-19")]
    [Trait("Conformance", "J-84")]
    public async Task A_person_gets_a_page_without_a_stack_trace()
    {
        fixture.Grants.Broken = true;
        var page = (await _provider.NewBrowser().GoAsync("/connect/authorize/resume?request=anything")).ExpectPage();
        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.Equal("text/html", page.MediaType);
        Assert.DoesNotContain("   at ", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(BreakableGrants.Message, page.Html, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Conformance", "G7009-14")]
    [Trait("Conformance", "J-84")]
    public async Task A_server_is_told_server_error_as_JSON()
    {
        var rp = _provider.RelyingParty();
        fixture.Grants.Broken = true;
        TokenAnswer[] answers =
        [
            await rp.RefreshAsync("anything"),
            await TokenAnswer.ReadAsync(await rp.RevokeAsync("anything")),
            await TokenAnswer.ReadAsync(await rp.IntrospectAsync("anything")),
            await TokenAnswer.ReadAsync(await rp.UserInfoAsync("anything")),
        ];
        foreach (var answer in answers)
        {
            Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
            Assert.Equal("server_error", answer.Error);
            Assert.True(answer.Http.Headers.CacheControl?.NoStore, "Cache-Control is not no-store");
            Assert.DoesNotContain(BreakableGrants.Message, answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Conformance", "J-84")]
    public async Task A_code_that_could_not_be_redeemed_is_still_good()
    {
        var rp = _provider.RelyingParty();
        var request = rp.Request("openid offline_access").With("prompt", "consent");
        var callback = await rp.AuthorizeAsync(await _provider.NewPersonAtBrowserAsync(), request);
        fixture.Grants.Broken = true;
        Assert.Equal(HttpStatusCode.InternalServerError, (await rp.RedeemAsync(callback.Code!, request)).Status);
        fixture.Grants.Broken = false;
        (await rp.RedeemAsync(callback.Code!, request)).ExpectRefreshToken();
    }
}

/// <summary>Grants kept in memory, which fail while a test says so, or wait for it.</summary>
public sealed class BreakableGrants : IPersistedGrantStore
{
    public const string Message = "The disk is on fire.";

    private readonly InMemoryPersistedGrantStore _grants = new(TimeProvider.System);

    public bool Broken { get; set; }

    /// <summary>Runs before a grant is kept; null: nothing does.</summary>
    public Func<PersistedGrant, CancellationToken, Task>? Storing { get; set; }

    private IPersistedGrantStore Grants => Broken ? throw new InvalidOperationException(Message) : _grants;

    public async Task StoreAsync(PersistedGrant grant, CancellationToken cancellationToken)
    {
        if (Storing is { } storing)
            await storing(grant, cancellationToken);
        await Grants.StoreAsync(grant, cancellationToken);
    }

    public Task<PersistedGrant?> FindAsync(string type, string key, CancellationToken cancellationToken) => Grants.FindAsync(type, key, cancellationToken);

    public Task<PersistedGrant?> TakeAsync(
        string type, string key, string clientId, Func<PersistedGrant, PersistedGrant?> successor, CancellationToken cancellationToken) =>
        Grants.TakeAsync(type, key, clientId, successor, cancellationToken);

    public Task<bool> AnyAsync(string type, IReadOnlyList<string> keys, CancellationToken cancellationToken) => Grants.AnyAsync(type, keys, cancellationToken);

    public Task<IReadOnlyList<PersistedGrant>> ListAsync(PersistedGrantFilter filter, CancellationToken cancellationToken) =>
        Grants.ListAsync(filter, cancellationToken);

    public Task RemoveAsync(PersistedGrantFilter filter, CancellationToken cancellationToken) => Grants.RemoveAsync(filter, cancellationToken);

    public Task RemoveAsync(string type, string key, CancellationToken cancellationToken) => Grants.RemoveAsync(type, key, cancellationToken);

    public Task<int> RemoveExpiredAsync(int most, CancellationToken cancellationToken) => Grants.RemoveExpiredAsync(most, cancellationToken);
}
