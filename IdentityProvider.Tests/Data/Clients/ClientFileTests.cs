using System.Text.Json.Nodes;
using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Tests.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace IdentityProvider.Tests.Data.Clients;

/// <summary>What a clients file may say. Each test starts from the valid file of all tests, or one client, and spoils one thing.</summary>
public sealed class ClientFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_valid_file_is_right() => Assert.Empty(Errors(TestClients.File()));

    [Fact]
    public void A_secret_is_kept_as_a_hash_only()
    {
        var file = ClientFileReader.Read(_folder.Write("clients.json", TestClients.File().ToJsonString()));
        var web = file.Clients.Single(client => client.Client.ClientId == TestClients.Web).Client;
        Assert.Equal(RandomHandle.Hash("web-secret-s8Kd"), Assert.Single(web.Secrets).Hash);
        Assert.DoesNotContain("web-secret-s8Kd", web.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_is_SHA256_as_base64url() =>
        Assert.Equal("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0", RandomHandle.Hash("abc"));

    [Theory]
    [InlineData("token_endpoint_auth_method", "\"private_key_jwt\"")]
    [InlineData("token_endpoint_auth_method", "\"none\"")]
    [InlineData("client_secret", "null")]
    [InlineData("client_secret", "\"\"")]
    [InlineData("client_secret", "17")]
    [InlineData("client_id", "\"with\\u0007bell\"")]
    [InlineData("redirect_uris", "[]")]
    [InlineData("redirect_uris", "\"https://web.example/callback\"")]
    [InlineData("redirect_uris", "[null]")]
    [InlineData("redirect_uris", "[\"{origin}/callback\"]")]
    [InlineData("post_logout_redirect_uris", "[\"/signed-out\"]")]
    [InlineData("grant_types", "[\"authorization_code\", \"password\"]")]
    [InlineData("grant_types", "[\"authorization_code\", \"urn:identityprovider:grant:phone_password\"]")]
    [InlineData("response_types", "[\"token\"]")]
    [InlineData("scope", "\"openid unheard.of\"")]
    [InlineData("application_type", "\"desktop\"")]
    [InlineData("id_token_signed_response_alg", "\"none\"")]
    [InlineData("access_token_format", "\"saml\"")]
    [InlineData("access_token_lifetime", "0")]
    [InlineData("access_token_lifetime", "86401")]
    [InlineData("access_token_lifetime", "\"soon\"")]
    [InlineData("refresh_token_lifetime", "0")]
    [InlineData("default_max_age", "-1")]
    [InlineData("allowed_cors_origins", "[\"https://web.example/\"]")]
    [InlineData("logo_uri", "\"javascript:alert(1)\"")]
    [InlineData("redirect_uri", "[\"https://web.example/callback\"]")]
    [InlineData("redirect_uris", "[\"com.example.app:/callback\"]")]
    [InlineData("grant_types", "[\"refresh_token\"]")]
    [InlineData("grant_types", "[\"authorization_code\", \"authorization_code\"]")]
    [InlineData("client_name", "\"two\\nlines\"")]
    public void A_wrong_member_is_named_with_its_client_and_file(string member, string value)
    {
        var errors = Errors(TestClients.FileWith(TestClients.Web, client => client[member] = JsonNode.Parse(value)));
        var named = member is "client_id" ? "\"client_id\"" : $"client \"{TestClients.Web}\"";
        var told = (member, value) is ("token_endpoint_auth_method", "\"none\"") ? "client_secret" : member;
        Assert.Contains(errors, error =>
            error.Contains("clients.json: ", StringComparison.Ordinal)
            && (member == "client_id" || error.Contains(named, StringComparison.Ordinal))
            && error.Contains(told, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/callback", "absolute")]
    [InlineData("callback", "absolute")]
    [InlineData("https://web.example/callback#part", "fragment")]
    [InlineData("https://*.example/callback", "wildcard")]
    [InlineData("https://web.example/*", "wildcard")]
    [InlineData("javascript:alert(1)", "javascript")]
    [InlineData("JavaScript:alert(1)", "javascript")]
    [InlineData("data:text/html,hello", "data")]
    [InlineData("file:///etc/passwd", "file")]
    [InlineData("http://web.example/callback", "https")]
    [InlineData("https://user@web.example/callback", "user name")]
    [InlineData("https://web.example/call back", "character")]
    [InlineData("https://web.example/кол", "character")]
    [InlineData("https:web.example/callback", "absolute")]
    [InlineData("vbscript:msgbox", "vbscript")]
    [InlineData("myapp:/callback", "backwards")]
    public void A_redirect_uri_that_breaks_a_rule_is_told_which(string uri, string rule) =>
        Assert.Contains(rule, RedirectUriRules.Check(uri, isNative: true, anyHttp: false), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://web.example/callback")]
    [InlineData("https://web.example:8443/callback?a=b&c=d")]
    [InlineData("http://localhost:3000/callback")]
    [InlineData("http://127.0.0.1/callback")]
    [InlineData("http://[::1]/callback")]
    [InlineData("com.example.app:/callback")]
    public void A_redirect_uri_that_keeps_the_rules_is_taken(string uri) => Assert.Null(RedirectUriRules.Check(uri, isNative: true, anyHttp: false));

    [Fact]
    public void A_scheme_of_its_own_is_for_native_apps_alone() =>
        Assert.Contains("native", RedirectUriRules.Check("com.example.app:/callback", isNative: false, anyHttp: false), StringComparison.Ordinal);

    [Fact]
    public void Http_is_for_every_host_in_development() => Assert.Null(RedirectUriRules.Check("http://web.example/", isNative: false, anyHttp: true));

    [Fact]
    public void A_client_that_is_there_twice_is_named()
    {
        var file = TestClients.File();
        var clients = file["clients"]!.AsArray();
        clients.Add(clients[0]!.DeepClone());
        Assert.Contains(Errors(file), error => error.Contains("\"web\": client_id: is there already", StringComparison.Ordinal));
    }

    [Fact]
    public void A_client_without_a_name_is_counted()
    {
        var file = TestClients.FileWith(TestClients.Web, client => client.Remove("client_id"));
        Assert.Contains(Errors(file), error => error.Contains("client number 1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_public_client_with_client_credentials_is_named()
    {
        var file = TestClients.FileWith(TestClients.Spa, client => client["grant_types"]!.AsArray().Add("client_credentials"));
        Assert.Contains("client_credentials", Assert.Single(Errors(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_API_with_an_undeclared_scope_is_named()
    {
        var file = TestClients.File();
        file["api_resources"]![0]!["scopes"]!.AsArray().Add("unheard.of");
        Assert.Contains("unheard.of", Assert.Single(Errors(file)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openid")]
    [InlineData("offline_access")]
    [InlineData("account")]
    [InlineData("two words")]
    [InlineData("")]
    public void A_scope_with_a_name_that_is_not_to_be_had_is_named(string name)
    {
        var file = TestClients.File();
        file["scopes"]!.AsArray().Add(new JsonObject { ["name"] = name });
        Assert.Contains($"scope \"{name}\"", Assert.Single(Errors(file)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"clients\": {} }")]
    [InlineData("{ \"clients\": [7] }")]
    [InlineData("{ \"client\": [] }")]
    [InlineData("{ \"clients\": [], \"clients\": [] }")]
    public void A_file_of_another_form_is_named(string content) => Assert.NotEmpty(Errors(content));

    [Fact]
    public void Every_wrong_member_of_every_client_and_file_is_named_at_once()
    {
        var first = TestClients.FileWith(TestClients.Web, client =>
        {
            client["scope"] = "openid one two";
            client["access_token_lifetime"] = 0;
        });
        var errors = Errors(first.ToJsonString(), """{ "clients": [ { "client_id": "x", "colour": 1, "scope": [] } ] }""");
        Assert.Equal(5, errors.Count);
    }

    private List<string> Errors(JsonObject file) => Errors(file.ToJsonString());

    private List<string> Errors(params string[] files)
    {
        var options = new ClientsOptions();
        foreach (var content in files)
            options.Files.Add(_folder.Write(options.Files.Count == 0 ? "clients.json" : $"clients-{options.Files.Count}.json", content));
        var production = new HostingEnvironment { EnvironmentName = Environments.Production, ContentRootPath = _folder.FullName };
        return new ClientsOptionsValidator(production).Validate(name: null, options).Failures is { } failures ? [.. failures] : [];
    }
}
