using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Administration.Registry;

/// <summary>Somebody, or a machine, that administers what is registered through the API.</summary>
internal sealed class Registrar(Provider provider, string? token)
{
    private static int _names;

    /// <summary>Somebody of that role.</summary>
    public static async Task<Registrar> OfRoleAsync(Provider provider, string role) =>
        new(provider, (await new App(provider).SignInAsync(await provider.AddStaffAsync(role))).ExpectAccessToken());

    /// <summary>A client that acts for itself.</summary>
    public static async Task<Registrar> OfMachineAsync(Provider provider, RegisteredClient machine) =>
        new(provider, (await machine.At(provider).ClientCredentialsAsync(scope: null)).ExpectAccessToken());

    /// <summary>The same somebody, at another node.</summary>
    public Registrar At(Provider other) => new(other, token);

    /// <summary>A name that nothing has.</summary>
    public static string NewName(string prefix = "client") => $"{prefix}-{Interlocked.Increment(ref _names)}";

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, JsonNode? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await SendAsync(request);
    }

    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request)
    {
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await ApiAnswer.ReadAsync(await provider.Http.SendAsync(request));
    }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> PostAsync(string path, JsonNode body) => SendAsync(HttpMethod.Post, path, body);

    /// <summary>Deletes it, whatever its version.</summary>
    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, ifMatch: "*");

    /// <summary>Reads it, changes it, and sends it back with the version that was read.</summary>
    public async Task<ApiAnswer> ChangeAsync(string path, Action<JsonObject> change)
    {
        var read = await GetAsync(path);
        var body = read.Expect(HttpStatusCode.OK).DeepClone().AsObject();
        change(body);
        return await SendAsync(HttpMethod.Put, path, body, read.Headers.ETag!.ToString());
    }

    /// <summary>Registers a client.</summary>
    public async Task<RegisteredClient> AddAsync(JsonObject client)
    {
        var answer = (await PostAsync("/api/clients", client)).Expect(HttpStatusCode.Created);
        return new RegisteredClient((string)answer["client_id"]!, (string?)answer["client_secret"], (string?)answer["redirect_uris"]!.AsArray().FirstOrDefault() ?? "", (string)answer["scope"]!);
    }

    /// <summary>A web app, which needs no consent.</summary>
    public static JsonObject WebApp(string? id = null, string scope = "openid profile email offline_access orders.read") => new()
    {
        ["client_id"] = id ?? NewName(),
        ["client_name"] = "A web app",
        ["redirect_uris"] = new JsonArray("https://app.example/callback"),
        ["post_logout_redirect_uris"] = new JsonArray("https://app.example/signed-out"),
        ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
        ["scope"] = scope,
        ["require_consent"] = false,
    };

    /// <summary>A service that acts for itself.</summary>
    public static JsonObject Machine(string scope) => new()
    {
        ["client_id"] = NewName("machine"),
        ["grant_types"] = new JsonArray("client_credentials"),
        ["scope"] = scope,
    };
}

/// <summary>A client that was registered, as its developer knows it.</summary>
internal sealed record RegisteredClient(string Id, string? Secret, string RedirectUri, string Scope)
{
    public string Path => $"/api/clients/{Id}";

    public RelyingParty At(Provider provider) => new(provider, new TestClient(Id, Secret, RedirectUri, Scope, Public: Secret is null));
}
