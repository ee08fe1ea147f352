using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Security.Enumeration;

/// <summary>A form or call that anybody can send about anybody, ready to be sent as often as a test wants.</summary>
/// <param name="SendAsync">Sends it; no redirect is followed.</param>
/// <param name="FollowAsync">Goes where the answer leads, as the same browser.</param>
public sealed record Submission(Func<Task<HttpResponseMessage>> SendAsync, Func<Uri, Task<HttpResponseMessage>> FollowAsync);

/// <summary>A way in which a stranger can name somebody to the provider.</summary>
public sealed record PublicForm(string Name, Func<Provider, Person, Task<Submission>> PrepareAsync)
{
    private const string Guess = "Wrong-horse-7-battery";
    private const string WrongCode = "000000";

    /// <summary>Every form there is under a policy.</summary>
    public static IReadOnlyList<PublicForm> Of(AccountPolicy policy) => [.. OfPasswords(policy), .. OfMessages(policy), .. OfCodes(policy)];

    /// <summary>Those that look at a password.</summary>
    public static IEnumerable<PublicForm> OfPasswords(AccountPolicy policy)
    {
        if (policy.SignInWithPhone)
        {
            yield return Page("/account/login", person => [("identifier", person.Phone), ("password", Guess)]);
            yield return Token("phone_password", (_, person) => Fields(("phone", person.Phone), ("password", Guess)));
        }

        if (policy.SignInWithEmail)
        {
            yield return Page("/account/login", person => [("identifier", person.Email), ("password", Guess)], ", an e-mail address");
            yield return Token("email_password", (_, person) => Fields(("email", person.Email), ("password", Guess)));
        }
    }

    /// <summary>Those that send something.</summary>
    public static IEnumerable<PublicForm> OfMessages(AccountPolicy policy)
    {
        foreach (var (purpose, path, field) in PurposesOf(policy))
        {
            yield return Page(path, person => [(field, person.Phone)]);
            yield return Call("/otp", purpose, person => new JsonObject { ["phone"] = person.Phone, ["purpose"] = purpose });
        }

        if (policy.ResetChannels.HasFlag(Channels.Email))
            yield return Page("/account/forgot", person => [("identifier", person.Email)], ", an e-mail address");
        yield return Call("/password/forgot", "phone", person => new JsonObject { ["phone"] = person.Phone });
        yield return Call("/password/forgot", "email", person => new JsonObject { ["email"] = person.Email });
        yield return Call("/email/send", "email", person => new JsonObject { ["email"] = person.Email });
    }

    /// <summary>Those that take a code, which is never right.</summary>
    public static IEnumerable<PublicForm> OfCodes(AccountPolicy policy)
    {
        foreach (var (purpose, path, _) in PurposesOf(policy))
        {
            yield return CodePage(path);
            yield return CodeCall(purpose);
        }

        if (policy.SignInWithCode)
        {
            yield return Token("phone_otp", async (provider, person) =>
                [new("phone", person.Phone), new("code", WrongCode), new("remember_token", await RememberTokenAsync(provider, person, "sign_in"))]);
        }
    }

    /// <summary>Sends it about each of them: whoever it is about, the answer is that to somebody unknown.</summary>
    public async Task ExpectAlikeAsync(Provider provider, IReadOnlyDictionary<string, Person> people)
    {
        var expected = await AppearanceAsync(provider, people[Strangers.Unknown]);
        foreach (var (kind, person) in people)
        {
            var actual = await AppearanceAsync(provider, person);
            Assert.True(expected == actual, $"{Name} tells that somebody is {kind}:\n{actual}\n\nSomebody unknown:\n{expected}");
        }
    }

    public async Task<string> AppearanceAsync(Provider provider, Person person) => await Appearance.OfAsync(await PrepareAsync(provider, person), person);

    public override string ToString() => Name;

    // Everybody may ask for a code to register too, but there a number that is taken is told (OF-2).
    private static IEnumerable<(string Purpose, string Path, string Field)> PurposesOf(AccountPolicy policy)
    {
        yield return ("verify_phone", "/account/verify-phone", "phone");
        if (policy.SignInWithCode)
            yield return ("sign_in", "/account/login/code", "phone");
        if (policy.ResetChannels.HasFlag(Channels.Phone))
            yield return ("reset_password", "/account/forgot", "identifier");
    }

    private static PublicForm Page(string path, Func<Person, (string Field, string Value)[]> fill, string with = "") => new($"page {path}{with}", async (provider, person) =>
    {
        var browser = provider.NewBrowser();
        return Submit(browser, (await browser.GoAsync(path)).ExpectPage(), fill(person));
    });

    private static PublicForm CodePage(string path) => new($"page {path}, the code", async (provider, person) =>
    {
        var browser = provider.NewBrowser();
        var asking = (await browser.GoAsync(path)).ExpectPage().FormWith(HostedPages.IdentifierField).Fill(HostedPages.IdentifierField, person.Phone);
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
