using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Requirements.Clinic;

/// <summary>A user has one live session. Every test has a provider of its own: they move its clock.</summary>
public sealed class OneSessionTests : IAsyncLifetime
{
    private Provider _provider = null!;
    private App _app = null!;

    public async Task InitializeAsync()
    {
        _provider = await Provider.StartAsync(ClinicProvider.Apply);
        _app = new App(_provider);
    }

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    [Trait("Requirement", "CL-3")]
    public async Task Logging_out_ends_everything_that_was_issued_at_once()
    {
        var (_, answer) = await _app.RegisterPatientAsync();
        var token = (string)answer["access_token"]!;
        (await _app.LogOutAsync(token)).Expect(HttpStatusCode.OK);
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        Assert.Equal("invalid_grant", (await _app.RefreshAsync((string)answer["refresh_token"]!)).Error);
        using var userInfo = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo") { Headers = { Authorization = new("Bearer", token) } };
        Assert.Equal(HttpStatusCode.Unauthorized, (await _provider.Http.SendAsync(userInfo)).StatusCode);
    }

    [Fact]
    [Trait("Requirement", "CL-4")]
    public async Task A_second_sign_in_is_refused_until_the_first_logs_out()
    {
        var (person, token) = await _app.SignedInPatientAsync();
        ExpectAlreadySignedIn(await _app.SignInAsync(person));
        Assert.Equal("invalid_grant", (await _app.SignInAsync(person.Phone, "Another-Horse-77")).Error);
        (await _app.LogOutAsync(token)).Expect(HttpStatusCode.OK);
        (await _app.SignInAsync(person)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "CL-4")]
    [Trait("Requirement", "CL-13")]
    public async Task The_same_token_works_in_several_tabs()
    {
        var (person, token) = await _app.SignedInPatientAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _app.CallAsync(HttpMethod.Get, "/profile", token: token)));
        Assert.All(answers, answer => Assert.Equal(person.UserId, (string?)answer.Expect(HttpStatusCode.OK)["id"]));
    }

    [Fact]
    [Trait("Requirement", "CL-4")]
    public async Task A_session_whose_tokens_have_all_expired_is_not_live()
    {
        var (person, answer) = await _app.RegisterPatientAsync();
        var refreshToken = (string)answer["refresh_token"]!;
        _provider.Clock.Advance(TimeSpan.FromDays(13));
        ExpectAlreadySignedIn(await _app.SignInAsync(person));
        refreshToken = (await _app.RefreshAsync(refreshToken)).ExpectRefreshToken();
        _provider.Clock.Advance(TimeSpan.FromDays(13));
        ExpectAlreadySignedIn(await _app.SignInAsync(person));
        _provider.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        (await _app.SignInAsync(person)).ExpectSuccess();
        Assert.Equal("invalid_grant", (await _app.RefreshAsync(refreshToken)).Error);
    }

    [Fact]
    [Trait("Requirement", "CL-4")]
    public async Task A_client_that_does_not_refresh_has_a_session_as_long_as_its_access_token()
    {
        await using var provider = await Provider.StartAsync(settings =>
        {
            ClinicProvider.Apply(settings);
            settings.WithClients(TestClients.FileWith(TestClients.App, app =>
            {
                var grants = app["grant_types"]!.AsArray();
                grants.Remove(grants.Single(grant => (string?)grant == "refresh_token"));
            }));
        });
        var app = new App(provider);
        var (person, _) = await app.RegisterPatientAsync();
        provider.Clock.Advance(TimeSpan.FromMinutes(59));
        ExpectAlreadySignedIn(await app.SignInAsync(person));
        provider.Clock.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(1));
        (await app.SignInAsync(person)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "CL-4")]
    public async Task Taking_the_tokens_back_makes_room_as_logging_out_does()
    {
        var (person, answer) = await _app.RegisterPatientAsync();
        _provider.Clock.Advance(TimeSpan.FromMinutes(1));
        (await _provider.RelyingParty(TestClients.App).RevokeAsync((string)answer["refresh_token"]!)).Dispose();
        (await _app.SignInAsync(person)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "CL-4")]
    public async Task Browser_and_app_are_two_devices_too()
    {
        var (person, token) = await _app.SignedInPatientAsync();
        var browser = _provider.NewBrowser();
        var login = (await browser.GoAsync("/account/login")).ExpectPage();
        Assert.Contains("signed in elsewhere", (await HostedPages.SignInAsync(login, person.Phone, person.Password)).ExpectPage().Text, StringComparison.Ordinal);

        await _app.LogOutAsync(token);
        login = (await browser.GoAsync("/account/login")).ExpectPage();
        await HostedPages.SignInAsync(login, person.Phone, person.Password);
        ExpectAlreadySignedIn(await _app.SignInAsync(person));

        // In the browser itself another tab may ask again.
        login = (await browser.GoAsync("/account/login?another=true")).ExpectPage();
        Assert.DoesNotContain("signed in elsewhere", (await HostedPages.SignInAsync(login, person.Phone, person.Password)).ExpectPage().Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "CL-12")]
    public async Task Phone_and_email_sign_in()
    {
        var (person, answer) = await _app.RegisterPatientAsync(Person.New().Email);
        await _app.LogOutAsync((string)answer["access_token"]!);
        var byEmail = await _app.SignInByEmailAsync(person.Email, person.Password);
        Assert.Equal(person.UserId, Jwt.Parse(byEmail["id_token"]!).Subject);
        ExpectAlreadySignedIn(await _app.SignInAsync(person));
        await _app.LogOutAsync(byEmail.ExpectAccessToken());
        (await _app.SignInAsync(person)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "CL-13")]
    public async Task A_token_is_good_only_where_everything_about_it_is()
    {
        var (_, token) = await _app.SignedInPatientAsync();
        var jwt = Jwt.Parse(token);
        string[] spoilt =
        [
            "", "x", jwt.Unsigned(), token[..^4],
            jwt.Tampered(payload: claims => claims["sub"] = Guid.Empty.ToString()),
            jwt.Tampered(payload: claims => claims["iss"] = "https://other.example"),
            jwt.Tampered(payload: claims => claims["aud"] = "https://other.example"),
            jwt.Tampered(payload: claims => claims["exp"] = 9_999_999_999),
        ];
        foreach (var wrong in spoilt)
            (await _app.CallAsync(HttpMethod.Get, "/profile", token: wrong)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).Expect(HttpStatusCode.OK);
        _provider.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
    }

    internal static void ExpectAlreadySignedIn(TokenAnswer answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("access_denied", answer.Error);
        Assert.StartsWith("already_signed_in: ", answer["error_description"], StringComparison.Ordinal);
    }
}
