using System.Text.Json.Nodes;

namespace IdentityProvider.Tests.Hosting;

/// <summary>A client as a relying party knows it.</summary>
public sealed record TestClient(string Id, string? Secret, string RedirectUri, string Scope, bool Public);

/// <summary>The clients, scopes and APIs that the tests register, in the form of a clients file.</summary>
public static class TestClients
{
    public const string Web = "web";
    public const string OtherWeb = "other-web";
    public const string PostWeb = "post-web";
    public const string PkceWeb = "pkce-web";
    public const string ConsentWeb = "consent-web";
    public const string TwoRedirects = "two-redirects";
    public const string QueryRedirect = "query-redirect";
    public const string EllipticWeb = "elliptic-web";
    public const string ReferenceWeb = "reference-web";
    public const string ShortLived = "short-lived";
    public const string WithoutRefresh = "without-refresh";
    public const string Disabled = "disabled";
    public const string Spa = "spa";
    public const string Native = "native";
    public const string Machine = "machine";
    public const string ReservedCharacters = "reserved:characters +%/?";
    public const string App = "app";

    public const string OrdersApi = "https://orders.example";
    public const string OrdersApiSecret = "orders-api-secret-4fJ2";
    public const string StockApi = "https://stock.example";
    public const string StockApiSecret = "stock-api-secret-9dK1";

    public const string PostLogoutUri = "https://web.example/signed-out";
    public const string SpaOrigin = "https://spa.example";

    private const string IdentityScopes = "openid profile email phone address offline_access";
    private const string EveryScope = IdentityScopes + " orders.read orders.write stock.read";

    private static readonly JsonObject[] Registered =
    [
        Confidential(Web, "web-secret-s8Kd", "https://web.example/callback", EveryScope),
        Confidential(OtherWeb, "other-web-secret-qP3x", "https://other.example/callback", EveryScope),
        Confidential(PostWeb, "post-web-secret-Wm5t", "https://post.example/callback", EveryScope, ("token_endpoint_auth_method", "client_secret_post")),
        Confidential(PkceWeb, "pkce-web-secret-zR7u", "https://pkce.example/callback", EveryScope, ("require_pkce", true)),
        Confidential(ConsentWeb, "consent-web-secret-bV2n", "https://consent.example/callback", EveryScope,
            ("require_consent", true), ("client_name", "Consent & Sons")),
        Confidential(TwoRedirects, "two-redirects-secret-hL6c", "https://two.example/callback", EveryScope,
            ("redirect_uris", new JsonArray("https://two.example/callback", "https://two.example/second"))),
        Confidential(QueryRedirect, "query-redirect-secret-yT4e", "https://query.example/callback?dummy1=lorem&dummy2=ipsum", EveryScope),
        Confidential(EllipticWeb, "elliptic-web-secret-nC8a", "https://elliptic.example/callback", EveryScope, ("id_token_signed_response_alg", "ES256")),
        Confidential(ReferenceWeb, "reference-web-secret-kX1o", "https://reference.example/callback", EveryScope, ("access_token_format", "reference")),
        Confidential(ShortLived, "short-lived-secret-uG5i", "https://short.example/callback", EveryScope,
            ("access_token_lifetime", 120), ("refresh_token_lifetime", 600)),
        Confidential(WithoutRefresh, "without-refresh-secret-eB9r", "https://norefresh.example/callback", EveryScope,
            ("grant_types", new JsonArray("authorization_code"))),
        Confidential(Disabled, "disabled-secret-vN3m", "https://disabled.example/callback", EveryScope, ("enabled", false)),
        Confidential(ReservedCharacters, "a secret:with+reserved%25/characters&more", "https://reserved.example/callback", EveryScope,
            ("grant_types", new JsonArray("authorization_code", "client_credentials"))),
        Confidential(Machine, "machine-secret-oD7w", "https://machine.example/unused", "orders.read orders.write",
            ("grant_types", new JsonArray("client_credentials")), ("redirect_uris", new JsonArray()), ("response_types", new JsonArray())),
        Public(Spa, "https://spa.example/callback", EveryScope),
        Public(Native, "http://127.0.0.1/callback", EveryScope, ("application_type", "native"),
            ("redirect_uris", new JsonArray("http://127.0.0.1/callback", "com.example.native:/callback"))),
        Public(App, "https://app.example/callback", IdentityScopes + " account users clients", ("first_party", true),
            ("grant_types", new JsonArray(
                "authorization_code", "refresh_token", "urn:identityprovider:grant:phone_password",
                "urn:identityprovider:grant:phone_otp", "urn:identityprovider:grant:email_password"))),
    ];

    /// <summary>A fresh copy of the clients file, for a test to change.</summary>
    public static JsonObject File() => new()
    {
        ["clients"] = new JsonArray([.. Registered.Select(client => client.DeepClone())]),
        ["scopes"] = new JsonArray(
            new JsonObject { ["name"] = "orders.read", ["display_name"] = "Read orders" },
            new JsonObject { ["name"] = "orders.write", ["display_name"] = "Change orders" },
            new JsonObject { ["name"] = "stock.read", ["display_name"] = "Read stock" }),
        ["api_resources"] = new JsonArray(
            new JsonObject { ["name"] = OrdersApi, ["scopes"] = new JsonArray("orders.read", "orders.write"), ["secret"] = OrdersApiSecret },
            new JsonObject { ["name"] = StockApi, ["scopes"] = new JsonArray("stock.read"), ["secret"] = StockApiSecret }),
    };

    /// <summary>A clients file in which one client is changed.</summary>
    public static JsonObject FileWith(string clientId, Action<JsonObject> change)
    {
        var file = File();
        change(file["clients"]!.AsArray().Select(client => client!.AsObject()).Single(client => (string?)client["client_id"] == clientId));
        return file;
    }

    public static TestClient Find(string clientId)
    {
        var client = Registered.Single(client => (string?)client["client_id"] == clientId);
        return new TestClient(
            clientId,
            (string?)client["client_secret"],
            (string?)client["redirect_uris"]!.AsArray().FirstOrDefault() ?? "",
            (string)client["scope"]!,
            (string?)client["token_endpoint_auth_method"] == "none");
    }

    private static JsonObject Confidential(string id, string secret, string redirectUri, string scope, params (string Name, JsonNode? Value)[] changes) =>
        Client(id, redirectUri, scope, [("client_secret", secret), ("token_endpoint_auth_method", "client_secret_basic"), .. changes]);

    private static JsonObject Public(string id, string redirectUri, string scope, params (string Name, JsonNode? Value)[] changes) =>
        Client(id, redirectUri, scope, [("token_endpoint_auth_method", "none"), .. changes]);

    private static JsonObject Client(string id, string redirectUri, string scope, IEnumerable<(string Name, JsonNode? Value)> changes)
    {
        var client = new JsonObject
        {
            ["client_id"] = id,
            ["client_name"] = $"Test client {id}",
            ["redirect_uris"] = new JsonArray(redirectUri),
            ["post_logout_redirect_uris"] = new JsonArray(new Uri(new Uri(redirectUri), "/signed-out").ToString()),
            ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
            ["scope"] = scope,
            ["require_consent"] = false,
        };
        foreach (var (name, value) in changes)
            client[name] = value;
        return client;
    }
}
