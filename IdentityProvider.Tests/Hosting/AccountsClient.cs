using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace IdentityProvider.Tests.Hosting;

/// <summary>The account API and the development mailbox, called as an app would call them.</summary>
public sealed class AccountsClient(Provider provider)
{
    /// <summary>Registers somebody new and verifies the phone; the e-mail address stays unverified.</summary>
    public async Task<Person> RegisterVerifiedAsync()
    {
        var (person, rememberToken) = await RegisterAsync(Person.New());
        await VerifyPhoneAsync(person, rememberToken);
        return person;
    }

    /// <summary>Registers somebody; returns the person with the account's id, and the token that the code belongs to.</summary>
    public async Task<(Person Person, string RememberToken)> RegisterAsync(Person person)
    {
        using var answer = await PostAsync("/api/account/register", RegistrationOf(person));
        var body = await answer.ExpectJsonAsync(HttpStatusCode.Created);
        return (person with { UserId = (string)body["userId"]! }, (string)body["phone"]!["rememberToken"]!);
    }

    public static JsonObject RegistrationOf(Person person) => new()
    {
        ["phone"] = person.Phone,
        ["email"] = person.Email,
        ["password"] = person.Password,
        ["fullName"] = person.FullName,
    };

    public async Task VerifyPhoneAsync(Person person, string rememberToken)
    {
        using var answer = await PostAsync("/api/account/otp/verify", new JsonObject
        {
            ["phone"] = person.Phone,
            ["purpose"] = "verify_phone",
            ["code"] = await LatestCodeAsync(person.Phone),
            ["rememberToken"] = rememberToken,
        });
        await answer.ExpectJsonAsync(HttpStatusCode.OK);
    }

    public async Task VerifyEmailAsync(Person person)
    {
        var token = System.Web.HttpUtility.ParseQueryString((await MailedLinkAsync(person.Email)).Query)["token"];
        using var answer = await PostAsync("/api/account/email/verify", new JsonObject { ["token"] = token });
        await answer.ExpectJsonAsync(HttpStatusCode.OK);
    }

    /// <summary>What was sent to a phone number or an address, the newest first.</summary>
    public async Task<IReadOnlyList<JsonObject>> MailboxAsync(string to)
    {
        var messages = await provider.Http.GetFromJsonAsync<JsonArray>($"/dev/messages?to={Uri.EscapeDataString(to)}");
        return [.. messages!.Select(message => message!.AsObject())];
    }

    public async Task<string> LatestCodeAsync(string phone) =>
        (await MailboxAsync(phone)).Select(message => (string?)message["code"]).First(code => code is not null)!;

    /// <summary>The newest link that was mailed to the address.</summary>
    public async Task<Uri> MailedLinkAsync(string email) =>
        new((await MailboxAsync(email)).Select(message => (string?)message["link"]).First(link => link is not null)!);

    public Task<HttpResponseMessage> PostAsync(string path, JsonNode body) => provider.Http.PostAsJsonAsync(path, body);
}
