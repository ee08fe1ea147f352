using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Administration.Audit;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Administration.Audit;

/// <summary>The audit log through the API: found by any of its filters, and taken along whole.</summary>
public sealed class AuditApiTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [Fact]
    public async Task An_event_is_found_by_each_of_its_sides()
    {
        var (admin, person) = (await _provider.AddStaffAsync("admin"), await _provider.Accounts.RegisterVerifiedAsync());
        var token = await TokenAsync(admin);
        var since = _provider.Clock.GetUtcNow();
        (await _app.UsersAsync(HttpMethod.Put, $"/{person.UserId}/roles", new JsonObject { ["roles"] = new JsonArray("admin") }, token)).Expect(HttpStatusCode.OK);

        foreach (var filter in new[] { $"actor={admin.UserId}", $"target={person.UserId}", $"user={person.UserId}&event=roles_changed", $"targetType=user&target={person.UserId}", $"from={Text(since)}&user={person.UserId}" })
        {
            var page = await ListAsync(filter, token);
            var entry = page["items"]!.AsArray().Single()!;
            Assert.Equal(("roles_changed", "user", admin.UserId), ((string?)entry["event"], (string?)entry["actorType"], (string?)entry["actorId"]));
            Assert.Equal("""{"roles":["user"]}>{"roles":["admin"]}""", $"{entry["before"]!.ToJsonString()}>{entry["after"]!.ToJsonString()}");
            Assert.Equal(1, (int)page["total"]!);
        }

        foreach (var filter in new[] { $"to={Text(since)}&target={person.UserId}", "event=nothing", "client=nobody", $"user={Guid.Empty}", $"targetType=key&target={person.UserId}" })
            Assert.Equal(0, (int)(await ListAsync(filter, token))["total"]!);
        Assert.All((await ListAsync("actor=operator", token))["items"]!.AsArray(), entry => Assert.Equal("operator", (string?)entry!["actorType"]));
    }

    [Fact]
    public async Task Each_event_is_sealed_soon_after_it_happened()
    {
        var token = await TokenAsync(await _provider.AddStaffAsync("admin"));
        while ((long?)(await ListAsync("", token))["items"]![0]!["sequence"] is null)
            await Task.Yield();
        Assert.IsType<AuditVerdict.Intact>(await _provider.InScopeAsync((AuditVerification verification) => verification.VerifyAsync(null, default)));
    }

    [Theory]
    [InlineData("?targetType=nothing")]
    [InlineData("?from=yesterday")]
    [InlineData("?to=2026-13-01")]
    [InlineData("?page=0")]
    [InlineData("?user=anna")]
    [InlineData("?event=%00")]
    [InlineData("/export")]
    [InlineData("/export?format=xml")]
    [InlineData("/export?format=csv&from=yesterday")]
    public async Task A_question_that_can_t_be_is_refused(string query) =>
        (await CallAsync(query, await TokenAsync(await _provider.AddStaffAsync("admin")))).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");

    [Fact]
    public async Task Nobody_else_sees_it()
    {
        var user = await TokenAsync(await _provider.Accounts.RegisterVerifiedAsync());
        var otherScope = await TokenAsync(await _provider.AddStaffAsync("admin"), "users account");
        foreach (var path in new[] { "", "/export?format=csv" })
        {
            (await CallAsync(path, user)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
            (await CallAsync(path, otherScope)).ExpectRefusal(HttpStatusCode.Forbidden, "insufficient_scope");
            (await CallAsync(path, null)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        }
    }

    [Fact]
    public async Task An_export_holds_every_event_as_it_is_and_that_it_was_made()
    {
        var admin = await _provider.AddStaffAsync("admin");
        var detail = "=HYPERLINK(\"https://evil.example\"), \"quoted\",\r\nand a new line";
        await _provider.InScopeAsync(async (AuditTrail trail) =>
        {
            for (var i = 0; i < 600; i++)
                await trail.WriteAsync(new AuditEntry("export_test", null, RequestSource.None, i == 300 ? detail : $"Event {i}.") { After = new JsonObject { ["name"] = "ပဲခူး" } });
            return true;
        });
        var token = await TokenAsync(admin);

        var lines = (await TextAsync("/export?format=jsonl&event=export_test", token, "application/jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(600, lines.Length);
        var events = lines.Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(events.Select(one => (long)one["sequence"]!), events.Select(one => (long)one["sequence"]!).Order());
        // What was written within the same millisecond may stand in any order.
        var special = events.FindIndex(one => (string?)one["detail"] == detail);
        Assert.NotEqual(-1, special);
        Assert.Equal("ပဲခူး", (string?)events[0]["after"]!["name"]);
        var rows = await _provider.InScopeAsync((ProviderDbContext db) => db.AuditEvents.AsNoTracking().Where(what => what.Name == "export_test").OrderBy(what => what.Sequence).ToListAsync());
        Assert.Equal(rows.Select(row => row.Hash), events.Select(one => (string?)one["hash"]));

        var csv = await TextAsync("/export?format=csv&event=export_test", token, "text/csv");
        Assert.StartsWith("\"sequence\",\"id\",\"at\",\"event\",", csv, StringComparison.Ordinal);
        Assert.EndsWith("\r\n", csv, StringComparison.Ordinal);
        var table = Csv.Parse(csv);
        Assert.Equal(601, table.Count);
        Assert.All(table, row => Assert.Equal(15, row.Count));
        Assert.Equal("'" + detail, table[special + 1][11]);
        Assert.Equal(events.Select(one => (string?)one["hash"]), table.Skip(1).Select(row => row[14]));
        Assert.Equal("""{"name":"ပဲခူး"}""", table[1][13]);

        var exports = (await ListAsync($"event=audit_exported&actor={admin.UserId}", token))["items"]!.AsArray();
        Assert.Equal(
            ["""{"format":"csv","filters":{"event":"export_test"}}""", """{"format":"jsonl","filters":{"event":"export_test"}}"""],
            exports.Select(entry => entry!["after"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("\t", "'\t")]
    [InlineData("x;=1+cmd|'/C_calc'!A0", "x;'=1+cmd|'/C_calc'!A0")]
    [InlineData("x; +1;-1;@a", "x;' +1;'-1;'@a")]
    [InlineData("x;\"=1\"", "x;'\"\"=1\"\"")]
    [InlineData("x\r\n=1", "x\r\n'=1")]
    [InlineData("x;＝1", "x;'＝1")]
    [InlineData("a=b; c, d - e", "a=b; c, d - e")]
    public async Task What_a_spreadsheet_would_run_is_text_in_the_bytes_of_the_file(string detail, string written)
    {
        var name = "csv_" + AuthorizationRequest.NewHandle()[..8];
        await _provider.InScopeAsync(async (AuditTrail trail) =>
        {
            await trail.WriteAsync(new AuditEntry(name, null, new RequestSource(null, null), detail));
            return true;
        });
        var token = await TokenAsync(await _provider.AddStaffAsync("admin"));
        Assert.Contains($",\"{written}\",", await TextAsync($"/export?format=csv&event={name}", token, "text/csv"), StringComparison.Ordinal);
        var line = JsonNode.Parse(await TextAsync($"/export?format=jsonl&event={name}", token, "application/jsonl"))!;
        Assert.Equal(detail, (string?)line["detail"]);
    }

    private async Task<string> TokenAsync(Person person, string scope = "users clients")
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "urn:identityprovider:grant:phone_password"), new("client_id", TestClients.App), new("scope", scope),
            new("phone", person.Phone), new("password", person.Password),
        ]);
        return (await TokenAnswer.ReadAsync(await _provider.Http.PostAsync("/connect/token", form))).ExpectAccessToken();
    }

    private async Task<JsonObject> ListAsync(string query, string token) => (await CallAsync("?" + query, token)).Expect(HttpStatusCode.OK);

    private Task<ApiAnswer> CallAsync(string path, string? token) => _app.AnyAsync(HttpMethod.Get, "/api/audit" + path, null, token);

    private async Task<string> TextAsync(string path, string token, string mediaType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/audit" + path);
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await _provider.Http.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, mediaType), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        return await answer.Content.ReadAsStringAsync();
    }

    private static string Text(DateTimeOffset moment) => Uri.EscapeDataString(moment.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>Reads CSV as RFC 4180 has it.</summary>
internal static class Csv
{
    public static List<List<string>> Parse(string text)
    {
        var rows = new List<List<string>> { new() };
        for (var at = 0; at < text.Length;)
        {
            var (value, after) = text[at] == '"' ? Quoted(text, at + 1) : Bare(text, at);
            rows[^1].Add(value);
            if (after < text.Length && text[after] == ',')
            {
                at = after + 1;
                continue;
            }

            Assert.Equal("\r\n", text.Substring(after, 2));
            at = after + 2;
            if (at < text.Length)
                rows.Add([]);
        }

        return rows;
    }

    private static (string Value, int After) Quoted(string text, int at)
    {
        var value = new System.Text.StringBuilder();
        for (; text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"'); at++)
        {
            value.Append(text[at]);
            if (text[at] == '"')
                at++;
        }

        return (value.ToString(), at + 1);
    }

    private static (string Value, int After) Bare(string text, int at)
    {
        var end = text.IndexOfAny([',', '\r'], at);
        return (text[at..end], end);
    }
}
