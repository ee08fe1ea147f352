using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>What products test beyond the suite, at the authorization endpoint: rows J-01 to 23.</summary>
public sealed class RobustnessTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    [Theory]
    [Trait("Conformance", "J-01")]
    [Trait("Conformance", "J-02")]
    [Trait("Conformance", "J-04")]
    [Trait("Conformance", "J-05")]
    [Trait("Conformance", "J-07")]
    [Trait("Conformance", "J-18")]
    [Trait("Conformance", "J-21")]
    [InlineData("max_age", "soon")]
    [InlineData("max_age", "-1")]
    [InlineData("max_age", "99999999999999999999")]
    [InlineData("max_age", "1.5")]
    [InlineData("prompt", "none login")]
    [InlineData("prompt", "unheard-of")]
    [InlineData("prompt", "create")]
    [InlineData("prompt", "create login")]
    [InlineData("prompt", "NONE")]
    [InlineData("id_token_hint", "garbage")]
    [InlineData("id_token_hint", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.")]
    [InlineData("claims", "not json")]
    [InlineData("claims", "[]")]
    [InlineData("claims", """{"userinfo":[]}""")]
    [InlineData("claims", """{"id_token":"sub"}""")]
    [InlineData("claims", """{"userinfo":{"name":"yes"}}""")]
    [InlineData("claims", """{"userinfo":{"name":null},"userinfo":{}}""")]
    public async Task A_malformed_value_is_refused_to_the_client(string name, string value)
    {
        var request = Rp().Request().With(name, value);
        var callback = (await Rp().VisitAsync(Provider.NewBrowser(), request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, "invalid_request");
    }

    [Theory]
    [Trait("Conformance", "J-11")]
    [Trait("Conformance", "J-12")]
    [Trait("Conformance", "J-13")]
    [InlineData("scope")]
    [InlineData("nonce")]
    [InlineData("login_hint")]
    [InlineData("acr_values")]
    [InlineData("ui_locales")]
    [InlineData("claims")]
    [InlineData("code_challenge")]
    [InlineData("response_mode")]
    [InlineData("prompt")]
    [InlineData("id_token_hint")]
    [InlineData("display")]
    public async Task A_value_of_8_KB_is_refused_to_the_client(string name)
    {
        var request = Rp().Request().With(name, new string('x', 8192));
        var callback = (await PostAsync(request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, "invalid_request", "invalid_scope");
    }

    [Fact]
    public async Task A_state_of_8_KB_is_refused_without_it()
    {
        var request = Rp().Request().With("state", new string('x', 8192));
        var callback = (await PostAsync(request)).ExpectCallback();
        Assert.Equal("invalid_request", callback.Error);
    }

    [Fact]
    [Trait("Conformance", "J-10")]
    public async Task A_nonce_of_512_characters_comes_back_whole()
    {
        var request = Rp().Request().With("nonce", new string('n', 512)).With("state", new string('s', 1000));
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), request);
        Assert.Equal(512, ((string)signedIn.Tokens.IdToken!.Payload["nonce"]!).Length);
    }

    [Fact]
    [Trait("Conformance", "J-18")]
    public async Task A_hint_for_another_client_is_refused()
    {
        var browser = await SomebodyAsync();
        var other = await Rp(TestClients.OtherWeb).SignInAsync(browser);
        var request = Rp().Request().With("id_token_hint", other.Tokens.IdToken!.Text);
        var callback = (await Rp().VisitAsync(browser, request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, "invalid_request");
    }

    [Fact]
    [Trait("Conformance", "J-19")]
    public async Task A_hint_of_another_user_needs_a_sign_in()
    {
        var other = await Rp().SignInAsync(await SomebodyAsync());
        var request = Rp().Request().With("id_token_hint", other.Tokens.IdToken!.Text);
        var browser = await SomebodySignedInAsync();
        Assert.Equal(HostedPages.LoginPath, (await Rp().VisitAsync(browser, request)).ExpectPage().Path);

        var silent = request.With("prompt", "none");
        Conforming.ErrorCallback(Provider, silent, (await Rp().VisitAsync(browser, silent)).ExpectCallback(), "login_required");
    }

    [Fact]
    [Trait("Conformance", "J-22")]
    public async Task A_subject_asked_for_by_the_claims_parameter_must_be_signed_in()
    {
        var browser = await SomebodySignedInAsync();
        var stranger = Rp().Request().With("prompt", "none").With("claims", """{"id_token":{"sub":{"value":"somebody-else"}}}""");
        Conforming.ErrorCallback(Provider, stranger, (await Rp().VisitAsync(browser, stranger)).ExpectCallback(), "login_required");

        var own = Rp().Request().With("prompt", "none").With("claims", $$$$"""{"id_token":{"sub":{"value":"{{{{browser.Person!.UserId}}}}"}}}""");
        Conforming.Callback(Provider, own, (await Rp().VisitAsync(browser, own)).ExpectCallback());
    }

    [Fact]
    [Trait("Conformance", "J-21")]
    [Trait("Conformance", "J-23")]
    public async Task Auth_time_can_be_asked_for_and_unknown_claims_are_ignored()
    {
        var request = Rp().Request().With("claims", """{"id_token":{"auth_time":{"essential":true},"unheard_of":null},"elsewhere":{"x":null}}""");
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), request);
        Assert.NotNull(signedIn.Tokens.IdToken!.AuthTime);
        Assert.False(signedIn.Tokens.IdToken.Payload.ContainsKey("unheard_of"));
    }

    private Task<Landing> PostAsync(AuthorizationRequest request) =>
        Provider.NewBrowser().PostAsync(Provider.Address("/connect/authorize"), request.Parameters);
}
