using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Benchmarks;

/// <summary>
/// How long lists, searches and pages take, asked over HTTP by one caller on the same machine: from the request to the last byte of the answer, so that
/// the time on the server is a little less.
/// </summary>
internal static class ListTimes
{
    /// <summary>What a list may take, in milliseconds.</summary>
    private const double Bound = 100;

    private const int WarmUps = 10;

    public static async Task PrintAsync(TestDatabase database, Size size, int requests)
    {
        await using var provider = Provider.StartOn(database, settings => settings.Unrecorded());
        var boss = await provider.AddStaffAsync("superAdmin");
        var token = (await new App(provider).SignInAsync(boss)).ExpectAccessToken();
        using var browser = provider.NewBrowser();
        await HostedPages.SignInAsync((await browser.GoAsync(HostedPages.LoginPath)).ExpectPage(), boss.Phone, boss.Password);

        Console.WriteLine("| what | median ms | p95 ms | |\n|---|---|---|---|");
        foreach (var (name, path) in Questions(size))
        {
            var times = await MeasureAsync(() => new HttpRequestMessage(HttpMethod.Get, provider.Address(path))
            {
                Headers = { Authorization = path.StartsWith("/api/", StringComparison.Ordinal) ? new AuthenticationHeaderValue("Bearer", token) : null },
            }, path.StartsWith("/api/", StringComparison.Ordinal) ? provider.Http.SendAsync : browser.SendAsync, requests);
            var (median, p95) = (times[times.Count / 2], times[times.Count * 95 / 100]);
            Console.WriteLine($"| {name}: `{path}` | {median:F1} | {p95:F1} | {(p95 < Bound ? "" : "over")} |");
        }
    }

    private static async Task<List<double>> MeasureAsync(Func<HttpRequestMessage> ask, Func<HttpRequestMessage, Task<HttpResponseMessage>> send, int requests)
    {
        var times = new List<double>();
        for (var round = -WarmUps; round < requests; round++)
        {
            using var request = ask();
            var begun = Stopwatch.GetTimestamp();
            using var answer = await send(request);
            await answer.Content.ReadAsByteArrayAsync();
            if (round >= 0)
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            if (answer.StatusCode != HttpStatusCode.OK)
                throw new InvalidOperationException($"{request.RequestUri} answered {(int)answer.StatusCode}.");
        }

        times.Sort();
        return times;
    }

    private static IEnumerable<(string Name, string Path)> Questions(Size size)
    {
        var (half, last, somebody) = (size.Users / 40, size.Users / 20, size.Users * 2 / 3);
        foreach (var users in new[] { "/api/users", "/admin/users" })
        {
            yield return ("users", users);
            yield return ("a page in the middle", $"{users}?page={half}");
            yield return ("the last page", $"{users}?page={last}");
            yield return ("a name many have", $"{users}?search=thida");
            yield return ("a name one has", $"{users}?search={Uri.EscapeDataString(Content.NameOf(somebody).ToUpperInvariant())}");
            yield return ("part of an e-mail address", $"{users}?search=erson{somebody}@");
            yield return ("a phone number", $"{users}?search={Uri.EscapeDataString(Content.PhoneOf(somebody))}");
            yield return ("part of a phone number", $"{users}?search={Content.PhoneOf(somebody)[5..]}");
            yield return ("a role", $"{users}?role=admin");
            yield return ("the role of nearly all, in the middle", $"{users}?role=user&page={half}");
            yield return ("a role and a name", $"{users}?role=admin&search=aye");
            yield return ("those out of use", $"{users}?active=false");
            yield return ("no hit", $"{users}?search=nobody-has-this");
        }

        yield return ("messages", "/api/messages");
        yield return ("a page in the middle", $"/api/messages?page={half}");
        yield return ("given up", "/api/messages?state=given_up");
        yield return ("failed (none)", "/api/messages?state=failed");
        yield return ("to somebody", $"/api/messages?to={Uri.EscapeDataString(Content.PhoneOf(somebody))}");
        yield return ("decisions", "/api/abuse/decisions");
        yield return ("a page in the middle", $"/api/abuse/decisions?page={size.Users / 160}");
        yield return ("of a kind", "/api/abuse/decisions?kind=country_budget");
        yield return ("no hit", "/api/abuse/decisions?kind=nothing");
        yield return ("overview", "/admin");
    }
}
