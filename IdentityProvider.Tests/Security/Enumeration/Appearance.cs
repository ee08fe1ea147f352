using System.Net;
using System.Text.RegularExpressions;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Security.Enumeration;

/// <summary>All of an answer that could tell one account from another: status, headers, cookies and body, without what differs each time.</summary>
public static partial class Appearance
{
    public static async Task<string> OfAsync(HttpResponseMessage answer, Person person)
    {
        var body = await answer.Content.ReadAsStringAsync();
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key != "Date")
            .SelectMany(header => header.Value.Select(value => $"{header.Key}: {(header.Key == "Set-Cookie" ? CookieValue().Replace(value, "=*;") : value)}"))
            .Order(StringComparer.Ordinal);
        return Neutral($"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n\n{body}", person);
    }

    /// <summary>The request once more, and where it leads.</summary>
    public static async Task<string> OfAsync(Submission submission, Person person)
    {
        using var answer = await submission.SendAsync();
        var appearance = await OfAsync(answer, person);
        if (answer.Headers.Location is not { } location)
            return appearance;
        using var next = await submission.FollowAsync(location);
        return $"{appearance}\n----\n{await OfAsync(next, person)}";
    }

    private static string Neutral(string text, Person person)
    {
        text = WebUtility.HtmlDecode(text).Replace(person.Phone, "(phone)", StringComparison.Ordinal);
        text = text.Replace(person.Email, "(email)", StringComparison.OrdinalIgnoreCase);
        text = LastDigits().Replace(text, "ending in (digits)");
        text = Time().Replace(text, "(time)");
        text = Nonce().Replace(text, "(nonce)");
        return Handle().Replace(text, "(handle)");
    }

    [GeneratedRegex("=[^;]*;", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CookieValue();

    [GeneratedRegex("ending in (<strong>)?[0-9]{3}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastDigits();

    [GeneratedRegex(@"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z|expires=[A-Z][^;]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Time();

    [GeneratedRegex("(?<=nonce[=-]\"?)[A-Za-z0-9+/]{22}==", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nonce();

    // 43 characters of a handle, and the longer ones of protected data.
    [GeneratedRegex("[A-Za-z0-9_-]{43,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Handle();
}
