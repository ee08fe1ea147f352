using System.Net;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Events;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Races;

/// <summary>The same code or token, presented many times at the same instant.</summary>
public abstract class TokenRaces(ProviderFixture fixture)
{
    private const int Callers = 20;
    private const int Rounds = 3;
    private readonly Provider _provider = fixture.Provider;

    [ToolFact]
    [Trait("Conformance", "G6749-40")]
    public async Task Of_many_redemptions_of_one_code_exactly_one_succeeds()
    {
        var rp = _provider.RelyingParty();
        var browser = await _provider.NewPersonAtBrowserAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var request = rp.Request("openid offline_access").With("prompt", "consent");
            var callback = await rp.AuthorizeAsync(browser, request);
            var answers = await AtOnce.CallAsync(Callers, _ => rp.RedeemAsync(callback.Code!, request));
            Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => Conforming.TokenError(answer, "invalid_grant"));
        }
    }

    [ToolFact]
    [Trait("Conformance", "G6749-74")]
    public async Task One_refresh_token_presented_many_times_at_once_has_one_successor_and_raises_no_alarm()
    {
        var rp = _provider.RelyingParty();
        var browser = await _provider.NewPersonAtBrowserAsync();
        var signedIn = await rp.SignInAsync(browser, rp.Request("openid offline_access").With("prompt", "consent"));
        var refreshToken = signedIn.Tokens.ExpectRefreshToken();
        for (var round = 0; round < Rounds; round++)
        {
            var answers = await AtOnce.CallAsync(Callers, _ => rp.RefreshAsync(refreshToken));
            Assert.All(answers, answer => answer.ExpectSuccess());
            refreshToken = Assert.Single(answers.Select(answer => answer.ExpectRefreshToken()).Distinct());
        }
        (await rp.RefreshAsync(refreshToken)).ExpectSuccess();
        Assert.Equal(0, await CountAlarmsAsync(browser.Person!));
    }

    [ToolFact]
    [Trait("Conformance", "G6749-74")]
    public async Task A_theft_raises_the_alarm_once_and_ends_the_family()
    {
        var rp = _provider.RelyingParty();
        var browser = await _provider.NewPersonAtBrowserAsync();
        var signedIn = await rp.SignInAsync(browser, rp.Request("openid offline_access").With("prompt", "consent"));
        var successor = (await rp.RefreshAsync(signedIn.Tokens.ExpectRefreshToken())).ExpectRefreshToken();
        _provider.Clock.Advance(TimeSpan.FromSeconds(11));
        Conforming.TokenError(await rp.RefreshAsync(signedIn.Tokens.ExpectRefreshToken()), "invalid_grant");
        Conforming.TokenError(await rp.RefreshAsync(successor), "invalid_grant");
        Assert.Equal(1, await CountAlarmsAsync(browser.Person!));
    }

    [ToolFact]
    [Trait("Conformance", "G7009-05")]
    public async Task No_successor_survives_a_revocation_at_the_same_instant()
    {
        var rp = _provider.RelyingParty();
        var browser = await _provider.NewPersonAtBrowserAsync();
        for (var round = 0; round < 5; round++)
        {
            var signedIn = await rp.SignInAsync(browser, rp.Request("openid offline_access").With("prompt", "consent"));
            var refreshToken = signedIn.Tokens.ExpectRefreshToken();
            var refreshes = Enumerable.Range(0, 4).Select(_ => Task.Run(() => rp.RefreshAsync(refreshToken))).ToList();
            using var revoked = await rp.RevokeAsync(refreshToken);
            Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
            foreach (var answer in await Task.WhenAll(refreshes))
            {
                if (answer.Status == HttpStatusCode.OK)
                    Conforming.TokenError(await rp.RefreshAsync(answer.ExpectRefreshToken()), "invalid_grant");
            }
        }
    }

    private Task<int> CountAlarmsAsync(Person person) => _provider.InScopeAsync((ProviderDbContext db) => db.AuditEvents.CountAsync(
        audit => audit.Name == ProtocolEvents.RefreshTokenReused && audit.UserId == Guid.Parse(person.UserId)));
}

[Trait("Database", "Sqlite")]
public sealed class TokenRacesOnSqlite(SqliteProvider fixture) : TokenRaces(fixture), IClassFixture<SqliteProvider>;

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class TokenRacesOnPostgreSql(PostgreSqlProvider fixture) : TokenRaces(fixture), IClassFixture<PostgreSqlProvider>;
