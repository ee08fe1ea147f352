using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentityProvider.Tests.Engine;

/// <summary>IdentityProvider.Protocol without the rest of the house: no database, no accounts, no pages.</summary>
public sealed class EngineAloneTests(EngineHost host) : IClassFixture<EngineHost>
{
    [Fact]
    public async Task A_code_flow_runs_from_authorize_to_userinfo_and_refresh()
    {
        var code = await AuthorizeAsync();

        var tokens = await TokenAsync(HttpStatusCode.OK, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", EngineHost.Callback));
        Assert.Equal("openid profile offline_access", tokens["scope"]!.GetValue<string>());

        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens["access_token"]!.GetValue<string>());
        using var response = await host.Client.SendAsync(request);
        var userInfo = await response.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(EngineHost.Subject, userInfo!["sub"]!.GetValue<string>());
        Assert.Equal("Some Body", userInfo["name"]!.GetValue<string>());

        var refreshed = await TokenAsync(HttpStatusCode.OK, ("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"]!.GetValue<string>()));
        Assert.NotEqual(tokens["refresh_token"]!.GetValue<string>(), refreshed["refresh_token"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_code_used_twice_ends_what_it_brought()
    {
        var code = await AuthorizeAsync();
        var first = await TokenAsync(HttpStatusCode.OK, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", EngineHost.Callback));

        var second = await TokenAsync(HttpStatusCode.BadRequest, ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", EngineHost.Callback));
        Assert.Equal("invalid_grant", second["error"]!.GetValue<string>());

        var refresh = await TokenAsync(HttpStatusCode.BadRequest, ("grant_type", "refresh_token"), ("refresh_token", first["refresh_token"]!.GetValue<string>()));
        Assert.Equal("invalid_grant", refresh["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_machine_gets_a_token_for_its_api()
    {
        var tokens = await TokenAsync(HttpStatusCode.OK, ("grant_type", "client_credentials"), ("scope", "orders.read"));
        Assert.Equal("Bearer", tokens["token_type"]!.GetValue<string>());
        Assert.False(tokens.ContainsKey("refresh_token"));
    }

    private async Task<string> AuthorizeAsync()
    {
        var location = await RedirectOfAsync("/connect/authorize?client_id=web&response_type=code&scope=openid%20profile%20offline_access&state=s&redirect_uri=" + Uri.EscapeDataString(EngineHost.Callback));
        var answer = QueryHelpers.ParseQuery(location.Query);
        Assert.Equal("s", answer["state"]);
        Assert.Equal(host.Issuer, answer["iss"]);
        return answer["code"]!;
    }

    private async Task<Uri> RedirectOfAsync(string address)
    {
        using var response = await host.Client.GetAsync(address);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        return response.Headers.Location!;
    }

    private async Task<JsonObject> TokenAsync(HttpStatusCode expected, params (string Name, string Value)[] parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"web:{EngineHost.Secret}")));
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }
}
