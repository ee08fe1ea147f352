using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Snapshots;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace IdentityProvider.Tests.Api;

/// <summary>The OpenAPI document. That the server answers as it says, <see cref="ApiRecorder"/> sees to in every test.</summary>
public sealed class ApiDocumentTests(PublishedProvider published) : IClassFixture<PublishedProvider>
{
    private const string Address = "/openapi/v1.json";

    public static TheoryData<string> Presets => [.. AccountPresets.All];

    [Theory]
    [MemberData(nameof(Presets))]
    public async Task It_is_valid_and_promises_what_it_did(string preset)
    {
        await using var provider = await StartAsync(preset);
        var text = await provider.Http.GetStringAsync(Address);

        var read = OpenApiDocument.Parse(text, OpenApiConstants.Json);
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Snapshot.Matches(Outline(await ApiContract.OfAsync(provider.Services)), $"openapi.{preset}");
    }

    [Fact]
    public async Task It_stays_as_it_is()
    {
        await using var provider = await StartAsync(AccountPresets.PhoneFirst);
        Snapshot.Matches(JsonNode.Parse(await provider.Http.GetStringAsync(Address))!, "openapi");
    }

    [Fact]
    public async Task It_has_every_operation_that_there_is_and_no_other()
    {
        await using var provider = await StartAsync(AccountPresets.PhoneFirst);
        var routes =
            from endpoint in provider.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            where endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
            select $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}";
        var documented = (await ApiContract.OfAsync(provider.Services)).Operations.Keys;
        Assert.Equal([.. routes.Append($"POST {ApiContract.TokenPath}").Order(StringComparer.Ordinal)], documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_operation_says_what_it_is_and_who_may_call_it()
    {
        await using var provider = await StartAsync(AccountPresets.Clinic);
        Assert.All((await ApiContract.OfAsync(provider.Services)).Operations.Values, operation =>
        {
            Assert.False(string.IsNullOrEmpty((string?)operation["operationId"]));
            Assert.False(string.IsNullOrEmpty((string?)operation["summary"]));
            Assert.NotNull(operation["security"]);
            Assert.NotEmpty(operation["tags"]!.AsArray());
        });
    }

    [Fact]
    public async Task It_is_served_outside_Development_too_and_names_the_issuer()
    {
        using var http = published.NewHttpClient();
        using var answer = await http.GetAsync(published.Address(Address));
        var document = await answer.ExpectJsonAsync(HttpStatusCode.OK);
        Assert.Equal(published.Issuer, (string?)document["servers"]![0]!["url"]);
    }

    [Fact]
    public async Task It_is_cached_and_compressed()
    {
        await using var provider = await StartAsync(AccountPresets.PhoneFirst);
        using var request = new HttpRequestMessage(HttpMethod.Get, Address) { Headers = { AcceptEncoding = { new StringWithQualityHeaderValue("gzip") } } };
        using var first = await provider.Http.SendAsync(request);
        Assert.Contains("gzip", first.Content.Headers.ContentEncoding);
        Assert.True(first.Headers.CacheControl!.Public);
        Assert.True(first.Headers.CacheControl.MaxAge > TimeSpan.Zero);

        using var again = new HttpRequestMessage(HttpMethod.Get, Address) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await provider.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task An_answer_that_is_not_documented_is_noticed()
    {
        await using var provider = await StartAsync(AccountPresets.PhoneFirst);
        var contract = await ApiContract.OfAsync(provider.Services);
        var good = new ApiCall("GET", "/api/account/profile", null, 401, "application/problem+json", ["WWW-Authenticate"], new JsonObject
        {
            ["status"] = 401, ["title"] = "No", ["detail"] = "Really not.", ["code"] = "invalid_token",
        });
        Assert.Empty(contract.Violations(good));

        Assert.NotEmpty(contract.Violations(good with { Path = "/api/account/secrets" }));
        Assert.NotEmpty(contract.Violations(good with { Status = 404 }));
        Assert.NotEmpty(contract.Violations(good with { MediaType = "application/json" }));
        Assert.NotEmpty(contract.Violations(good with { Headers = [] }));
        Assert.NotEmpty(contract.Violations(good with { Answer = Changed(good, "code", "forbidden") }));
        Assert.NotEmpty(contract.Violations(good with { Answer = Changed(good, "title", null) }));
        Assert.NotEmpty(contract.Violations(good with { Answer = Changed(good, "hint", "more") }));
    }

    /// <summary>A line for each operation with the members it takes, those that must be there with a star, and below it one for each answer.</summary>
    private static string Outline(ApiContract contract)
    {
        var answers = contract.Answers().ToLookup(answer => string.Join(' ', answer.Split(' ').Take(2)), answer => string.Join(' ', answer.Split(' ').Skip(2)));
        var text = new StringBuilder();
        foreach (var (name, operation) in contract.Operations)
        {
            text.AppendJoin(' ', MembersOf(operation).Prepend(name)).Append('\n');
            foreach (var answer in answers[name])
                text.Append("  ").Append(answer).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> MembersOf(JsonObject operation)
    {
        var schema = operation["requestBody"]?["content"]!.AsObject().First().Value!["schema"];
        var needed = (schema?["required"] as JsonArray ?? []).Select(name => (string)name!).ToList();
        return (schema?["properties"] as JsonObject ?? []).Select(member => needed.Contains(member.Key) ? member.Key + "*" : member.Key);
    }

    private static JsonNode Changed(ApiCall call, string member, JsonNode? value)
    {
        var answer = call.Answer!.DeepClone().AsObject();
        answer[member] = value;
        return answer;
    }

    private static Task<Provider> StartAsync(string preset) => Provider.StartAsync(settings => settings.With("Accounts:Preset", preset));
}
