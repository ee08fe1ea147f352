using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Administration.Registry;

/// <summary>Making a new secret while the old one is still in use.</summary>
public sealed class ClientSecretTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>, IAsyncLifetime
{
    private readonly Provider _provider = fixture.Provider;
    private Registrar _admin = null!;
    private RegisteredClient _client = null!;

    public async Task InitializeAsync()
    {
        _admin = await Registrar.OfRoleAsync(_provider, "admin");
        _client = await _admin.AddAsync(Registrar.Machine("orders.read"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_old_secret_stays_good_beside_the_new_one_for_as_long_as_is_said()
    {
        var next = await RotateAsync(new JsonObject { ["old_secret_expires_in"] = 60 });
        await ExpectGoodAsync(_client, next);
        _provider.Clock.Advance(TimeSpan.FromSeconds(61));
        await ExpectBadAsync(_client);
        await ExpectGoodAsync(next);
    }

    [Fact]
    public async Task Without_a_word_it_is_a_day()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_client.Path}/secrets");
        var rotated = (await _admin.SendAsync(request)).Expect(HttpStatusCode.OK);
        var secrets = rotated["secrets"]!.AsArray();
        Assert.Equal(2, secrets.Count);
        Assert.False(secrets[0]!.AsObject().ContainsKey("expires_at"));
        var end = DateTimeOffset.Parse((string)secrets[1]!["expires_at"]!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(end - _provider.Clock.GetUtcNow(), TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        await ExpectGoodAsync(_client);
    }

    [Fact]
    public async Task Zero_ends_it_at_once()
    {
        var next = await RotateAsync(new JsonObject { ["old_secret_expires_in"] = 0 });
        await ExpectBadAsync(_client);
        await ExpectGoodAsync(next);
    }

    [Fact]
    public async Task Two_are_good_at_most_and_the_newest_stay()
    {
        var second = await RotateAsync(new JsonObject());
        var third = await RotateAsync(new JsonObject());
        await ExpectBadAsync(_client);
        await ExpectGoodAsync(second, third);
        var listed = (await _admin.GetAsync(_client.Path)).Expect(HttpStatusCode.OK);
        Assert.Equal(2, listed["secrets"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("7776001")]
    [InlineData("1.5")]
    [InlineData("\"soon\"")]
    public async Task A_time_that_makes_no_sense_is_refused(string time)
    {
        var refused = await _admin.PostAsync($"{_client.Path}/secrets", new JsonObject { ["old_secret_expires_in"] = JsonNode.Parse(time) });
        Assert.True(refused.ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed")["errors"]!.AsObject().ContainsKey("old_secret_expires_in"));
        await ExpectGoodAsync(_client);
    }

    [Fact]
    public async Task A_public_client_has_none()
    {
        var body = Registrar.WebApp();
        body["token_endpoint_auth_method"] = "none";
        var client = await _admin.AddAsync(body);
        Assert.Null(client.Secret);
        (await _admin.PostAsync($"{client.Path}/secrets", new JsonObject())).ExpectRefusal(HttpStatusCode.Conflict, "client_public");
    }

    [Fact]
    public async Task A_client_gets_one_as_it_stops_being_public_and_loses_them_as_it_becomes_so()
    {
        var client = await _admin.AddAsync(Registrar.WebApp());
        var isPublic = (await _admin.ChangeAsync(client.Path, body => body["token_endpoint_auth_method"] = "none")).Expect(HttpStatusCode.OK);
        Assert.Empty(isPublic["secrets"]!.AsArray());
        var confidential = (await _admin.ChangeAsync(client.Path, body => body["token_endpoint_auth_method"] = "client_secret_post")).Expect(HttpStatusCode.OK);
        Assert.NotEqual(client.Secret, (string)confidential["client_secret"]!);
        Assert.Single(confidential["secrets"]!.AsArray());
    }

    private async Task<RegisteredClient> RotateAsync(JsonObject body)
    {
        var rotated = (await _admin.PostAsync($"{_client.Path}/secrets", body)).Expect(HttpStatusCode.OK);
        return _client with { Secret = (string)rotated["client_secret"]! };
    }

    private async Task ExpectGoodAsync(params IEnumerable<RegisteredClient> clients)
    {
        foreach (var client in clients)
            (await client.At(_provider).ClientCredentialsAsync("orders.read")).ExpectSuccess();
    }

    private async Task ExpectBadAsync(RegisteredClient client) => Assert.Equal("invalid_client", (await client.At(_provider).ClientCredentialsAsync("orders.read")).Error);
}
