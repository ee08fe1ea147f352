using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Requirements.OtpFirst;

/// <summary>The three steps of a registration that begins with a code.</summary>
internal static class Newcomer
{
    public const string Purpose = "register";
    public const string Password = "Correct-horse-7-battery";

    /// <summary>Asks for a code; returns what must come with it.</summary>
    public static async Task<string> AskAsync(this App app, string phone) =>
        (string)(await app.AskForCodeAsync(phone, Purpose)).Expect(HttpStatusCode.Accepted)["rememberToken"]!;

    /// <summary>The body of the last step.</summary>
    public static JsonObject Confirmation(string phone, string verifyToken, string password = Password) =>
        new() { ["phone"] = phone, ["verifyToken"] = verifyToken, ["password"] = password };

    public static Task<ApiAnswer> ConfirmAsync(this App app, string phone, string verifyToken, string password = Password) =>
        app.PostAsync("/register/confirm", Confirmation(phone, verifyToken, password));

    /// <summary>All three; returns the tokens.</summary>
    public static async Task<JsonObject> JoinAsync(this App app, string phone) =>
        (await app.ConfirmAsync(phone, await app.ProveAsync(phone, Purpose))).Expect(HttpStatusCode.Created);

    /// <summary>Moves the clock well into a day of its own, so that no test is about midnight by chance.</summary>
    public static void StartTheDay(this Provider provider)
    {
        var now = provider.Clock.GetUtcNow();
        provider.Clock.Advance(now.UtcDateTime.Date.AddDays(1).AddHours(6) - now.UtcDateTime);
    }
}
