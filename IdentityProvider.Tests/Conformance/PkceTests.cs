using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>RFC 7636: rows G7636-01 to 13, BCP-08, 09.</summary>
public sealed class PkceTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    private const string Good43 = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";

    [Theory]
    [Trait("Conformance", "G7636-01")]
    [Trait("Conformance", "G7636-02")]
    [InlineData(TestClients.Spa)]
    [InlineData(TestClients.Native)]
    [InlineData(TestClients.PkceWeb)]
    public async Task Where_PKCE_is_required_a_request_without_it_is_refused(string clientId) =>
        await RefusedAsync(Rp(clientId), Rp(clientId).Request().WithoutPkce());

    [Theory]
    [Trait("Conformance", "G7636-03")]
    [Trait("Conformance", "G7636-04")]
    [InlineData(42, 'a')]
    [InlineData(129, 'a')]
    [InlineData(43, '+')]
    [InlineData(43, '=')]
    [InlineData(43, 'é')]
    public async Task A_challenge_that_is_no_SHA256_is_refused(int length, char character) =>
        await RefusedAsync(Rp(TestClients.Spa), Rp(TestClients.Spa).Request().With("code_challenge", new string(character, length)));

    [Fact]
    [Trait("Conformance", "G7636-05")]
    public async Task A_method_without_a_challenge_is_refused() =>
        await RefusedAsync(Rp(), Rp().Request().With("code_challenge_method", "S256"));

    [Theory]
    [Trait("Conformance", "G7636-06")]
    [Trait("Conformance", "G7636-07")]
    [InlineData("plain")]
    [InlineData("s256")]
    [InlineData("S512")]
    public async Task Only_S256_is_taken(string method) =>
        await RefusedAsync(Rp(TestClients.Spa), Rp(TestClients.Spa).Request().With("code_challenge_method", method));

    [Fact]
    [Trait("Conformance", "G7636-07")]
    public async Task A_challenge_without_a_method_would_be_plain_and_is_refused() =>
        await RefusedAsync(Rp(TestClients.Spa), Rp(TestClients.Spa).Request().Without("code_challenge_method"));

    [Fact]
    [Trait("Conformance", "G7636-08")]
    public async Task A_challenged_code_needs_its_verifier() =>
        Conforming.TokenError(await RedeemAsync(grant => grant.Without("code_verifier")), "invalid_grant");

    [Theory]
    [Trait("Conformance", "G7636-09")]
    [InlineData(Good43)]
    [InlineData("too-short")]
    [InlineData(Good43 + Good43 + Good43 + "x")]
    [InlineData("abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQ")]
    public async Task A_wrong_verifier_is_refused(string verifier) =>
        Conforming.TokenError(await RedeemAsync(grant => grant.With("code_verifier", verifier)), "invalid_grant");

    [Fact]
    [Trait("Conformance", "G7636-10")]
    [Trait("Conformance", "BCP-08")]
    public async Task A_verifier_for_an_unchallenged_code_is_refused()
    {
        var request = Rp().Request();
        var callback = await Rp().AuthorizeAsync(await SomebodyAsync(), request);
        var grant = RelyingParty.CodeGrant(callback.Code!, request).With("code_verifier", Good43);
        Conforming.TokenError(await Rp().TokenAsync(grant), "invalid_grant");
    }

    [Fact]
    [Trait("Conformance", "G7636-11")]
    public async Task The_right_verifier_redeems_the_code() =>
        (await RedeemAsync(grant => grant)).ExpectSuccess();

    [Fact]
    [Trait("Conformance", "G7636-12")]
    [Trait("Conformance", "BCP-09")]
    public async Task The_verifier_of_another_request_is_refused() =>
        Conforming.TokenError(await RedeemAsync(grant => grant.With("code_verifier", Rp(TestClients.Spa).Request().CodeVerifier!)), "invalid_grant");

    [Fact]
    [Trait("Conformance", "G7636-13")]
    public async Task Verifiers_cannot_be_tried_one_after_another()
    {
        var rp = Rp(TestClients.Spa);
        var request = rp.Request();
        var callback = await rp.AuthorizeAsync(await SomebodyAsync(), request);
        Conforming.TokenError(await rp.TokenAsync(RelyingParty.CodeGrant(callback.Code!, request).With("code_verifier", Good43)), "invalid_grant");
        Conforming.TokenError(await rp.RedeemAsync(callback.Code!, request), "invalid_grant");
    }

    private async Task RefusedAsync(RelyingParty rp, AuthorizationRequest request)
    {
        var callback = (await rp.VisitAsync(Provider.NewBrowser(), request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, "invalid_request");
    }

    private async Task<TokenAnswer> RedeemAsync(Func<TokenRequest, TokenRequest> spoil)
    {
        var rp = Rp(TestClients.Spa);
        var request = rp.Request();
        var callback = await rp.AuthorizeAsync(await SomebodyAsync(), request);
        return await rp.TokenAsync(spoil(RelyingParty.CodeGrant(callback.Code!, request)));
    }
}
