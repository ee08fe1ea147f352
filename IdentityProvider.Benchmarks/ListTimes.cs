using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;
using Microsoft.EntityFrameworkCore;

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

    public static async Task PrintAsync(TestDatabase database, Size size, int requests, Regex paths)
    {
        await using var provider = Provider.StartOn(database, settings => settings.Unrecorded());
        var boss = await provider.AddStaffAsync("superAdmin");
        var token = (await new App(provider).SignInAsync(boss)).ExpectAccessToken();
        using var browser = provider.NewBrowser();
        await HostedPages.SignInAsync((await browser.GoAsync(HostedPages.LoginPath)).ExpectPage(), boss.Phone, boss.Password);

        var phone = Content.PhoneOf(size.Users / 2);
        var userId = await provider.InScopeAsync((ProviderDbContext db) => db.Users.Where(user => user.PhoneNumber == phone).Select(user => user.Id).SingleAsync());

        Console.WriteLine("| what | median ms | p95 ms | |\n|---|---|---|---|");
        foreach (var (name, path) in Questions(size, userId).Where(question => paths.IsMatch(question.Path)))
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

    private static IEnumerable<(string Name, string Path)> Questions(Size size, Guid userId)
    {
        var yesterday = TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(1);
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
            yield return ("the role of nearly all, and a name", $"{users}?role=user&search=thida");
            yield return ("the role of nearly all, and no hit", $"{users}?role=user&search=nobody-has-this");
            yield return ("the role of nearly all, out of use", $"{users}?role=user&active=false");
            yield return ("those out of use", $"{users}?active=false");
            yield return ("no hit", $"{users}?search=nobody-has-this");
        }

        foreach (var part in new[] { "", "/sessions", "/apps", "/sign-ins" })
            yield return ("an account", $"/admin/users/{userId}{part}");

        foreach (var clients in new[] { "/api/clients", "/admin/clients" })
        {
            yield return ("clients", clients);
            yield return ("a page in the middle", $"{clients}?page={size.Clients / 40}");
            yield return ("a name many have", $"{clients}?search=naing");
            yield return ("one name", $"{clients}?search=shop-{size.Clients / 2}");
            yield return ("no hit", $"{clients}?search=nobody-has-this");
        }

        yield return ("a client", $"/api/clients/shop-{size.Clients / 2}");
        foreach (var part in new[] { "client", "edit", "connect" })
            yield return ("a client", $"/admin/clients/{part}?id=shop-{size.Clients / 2}");
        foreach (var registry in new[] { "/api/scopes", "/admin/scopes", "/api/resources", "/admin/resources", "/api/keys", "/admin/keys" })
            yield return ("the whole of it", registry);

        foreach (var messages in new[] { "/api/messages", "/admin/messages" })
        {
            yield return ("messages", messages);
            yield return ("a page in the middle", $"{messages}?page={half}");
            yield return ("given up", $"{messages}?state=given_up");
            yield return ("failed (none)", $"{messages}?state=failed");
            yield return ("to somebody", $"{messages}?to={Uri.EscapeDataString(Content.PhoneOf(somebody))}");
        }

        foreach (var decisions in new[] { "/api/abuse/decisions", "/admin/refused-codes" })
        {
            yield return ("refused codes", decisions);
            yield return ("a page in the middle", $"{decisions}?page={size.Users / 160}");
            yield return ("of a kind", $"{decisions}?kind=country_budget");
            yield return ("no hit", $"{decisions}?kind=nothing");
        }

        foreach (var audit in new[] { "/api/audit", "/admin/audit" })
        {
            yield return ("audit log", audit);
            yield return ("a page in the middle", $"{audit}?page={size.Users / 20}");
            yield return ("an event, in the middle", $"{audit}?event=user.registered&page={half}");
            yield return ("somebody's", $"{audit}?user={userId}");
            yield return ("what somebody did", $"{audit}?actor={userId}");
            yield return ("an event of one day", $"{audit}?event=sign_in.succeeded&from={yesterday:yyyy-MM-dd}");
            yield return ("no hit", $"{audit}?client=nothing");
        }

        yield return ("overview", "/admin");
    }
}
