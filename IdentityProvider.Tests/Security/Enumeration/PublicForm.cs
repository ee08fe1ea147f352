using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Security.Enumeration;

/// <summary>A form or call that anybody can send about anybody, ready to be sent as often as a test wants.</summary>
/// <param name="SendAsync">Sends it; no redirect is followed.</param>
/// <param name="FollowAsync">Goes where the answer leads, as the same browser.</param>
public sealed record Submission(Func<Task<HttpResponseMessage>> SendAsync, Func<Uri, Task<HttpResponseMessage>> FollowAsync);

/// <summary>Every way in which a stranger can name somebody to the provider, under the preset PhoneFirst.</summary>
public sealed record PublicForm(string Name, Func<Provider, Person, Task<Submission>> PrepareAsync)
{
    private const string Guess = "Wrong-horse-7-battery";
    private const string WrongCode = "000000";

    /// <summary>Those that look at a password.</summary>
    public static IReadOnlyList<PublicForm> OfPasswords { get; } =
    [
        Page("/account/login", person => [("phone", person.Phone), ("password", Guess)]),
        Token("phone_password", (_, person) => Fields(("phone", person.Phone), ("password", Guess))),
    ];

    /// <summary>Those that send something.</summary>
    public static IReadOnlyList<PublicForm> OfMessages { get; } =
    [
        Page("/account/forgot", person => [("identifier", person.Phone)]),
        Page("/account/login/code", person => [("phone", person.Phone)]),
        Page("/account/verify-phone", person => [("phone", person.Phone)]),
        Call("/otp", "verify_phone", person => new JsonObject { ["phone"] = person.Phone, ["purpose"] = "verify_phone" }),
        Call("/otp", "sign_in", person => new JsonObject { ["phone"] = person.Phone, ["purpose"] = "sign_in" }),
        Call("/otp", "reset_password", person => new JsonObject { ["phone"] = person.Phone, ["purpose"] = "reset_password" }),
        Call("/password/forgot", "phone", person => new JsonObject { ["phone"] = person.Phone }),
        Call("/password/forgot", "email", person => new JsonObject { ["email"] = person.Email }),
        Call("/email/send", "email", person => new JsonObject { ["email"] = person.Email }),
    ];

    /// <summary>Those that take a code, which is never right.</summary>
    public static IReadOnlyList<PublicForm> OfCodes { get; } =
    [
        CodePage("/account/login/code"),
        CodePage("/account/verify-phone"),
        CodePage("/account/forgot"),
        CodeCall("verify_phone"),
        CodeCall("sign_in"),
        CodeCall("reset_password"),
        Token("phone_otp", async (provider, person) =>
            [new("phone", person.Phone), new("code", WrongCode), new("remember_token", await RememberTokenAsync(provider, person, "sign_in"))]),
    ];

    public static IEnumerable<PublicForm> All => [.. OfPasswords, .. OfMessages, .. OfCodes];

    public override string ToString() => Name;

    private static PublicForm Page(string path, Func<Person, (string Field, string Value)[]> fill) => new($"page {path}", async (provider, person) =>
    {
        var browser = provider.NewBrowser();
        return Submit(browser, (await browser.GoAsync(path)).ExpectPage(), fill(person));
    });

    private static PublicForm CodePage(string path) => new($"page {path}, the code", async (provider, person) =>
    {
        var browser = provider.NewBrowser();
        var asking = (await browser.GoAsync(path)).ExpectPage().FormWith(HostedPages.PhoneField).Fill(HostedPages.PhoneField, person.Phone);
        return Submit(browser, (await asking.SubmitAsync()).ExpectPage(), ("code", WrongCode));
    });

    private static PublicForm Call(string path, string what, Func<Person, JsonObject> body) => new($"API {path} {what}", (provider, person) =>
        Task.FromResult(new Submission(() => provider.Accounts.PostAsync("/api/account" + path, body(person)), NoWay)));

    private static PublicForm CodeCall(string purpose) => new($"API /otp/verify {purpose}", async (provider, person) =>
    {
        var body = new JsonObject
        {
            ["phone"] = person.Phone,
            ["purpose"] = purpose,
            ["code"] = WrongCode,
            ["rememberToken"] = await RememberTokenAsync(provider, person, purpose),
        };
        return new Submission(() => provider.Accounts.PostAsync("/api/account/otp/verify", body), NoWay);
    });

    private static PublicForm Token(string grant, Func<Provider, Person, Task<List<KeyValuePair<string, string>>>> fill) =>
        new($"grant {grant}", async (provider, person) =>
        {
            List<KeyValuePair<string, string>> fields = await fill(provider, person);
            fields.AddRange([new("grant_type", "urn:identityprovider:grant:" + grant), new("client_id", TestClients.App), new("scope", "openid")]);
            return new Submission(() => provider.Http.PostAsync("/connect/token", new FormUrlEncodedContent(fields)), NoWay);
        });

    private static Submission Submit(UserAgent browser, Page page, params (string Field, string Value)[] values)
    {
        var form = page.FormWith("#" + values[0].Field);
        foreach (var (field, value) in values)
            form.Fill("#" + field, value);
        var (action, fields) = (form.Action, form.Fields.ToList());
        return new Submission(
            () => browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(fields) }),
            address => browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(action, address))));
    }

    private static async Task<string> RememberTokenAsync(Provider provider, Person person, string purpose)
    {
        using var answer = await provider.Accounts.PostAsync("/api/account/otp", new JsonObject { ["phone"] = person.Phone, ["purpose"] = purpose });
        return (string)(await answer.ExpectJsonAsync(HttpStatusCode.Accepted))["rememberToken"]!;
    }

    private static Task<List<KeyValuePair<string, string>>> Fields(params (string Name, string Value)[] fields) =>
        Task.FromResult(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).ToList());

    private static Task<HttpResponseMessage> NoWay(Uri address) => throw new InvalidOperationException($"An API does not lead to {address}.");
}
