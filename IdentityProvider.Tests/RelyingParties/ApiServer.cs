using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.RelyingParties;

/// <summary>An API that asks the provider about the tokens it is shown (RFC 7662).</summary>
public sealed class ApiServer(Provider provider, string name, string secret)
{
    public async Task<JsonObject> IntrospectAsync(string token, string? hint = null)
    {
        using var answer = await SendAsync(token, hint);
        Assert.True(answer.Headers.CacheControl?.NoStore, "Cache-Control is not no-store");
        return await answer.ExpectJsonAsync(HttpStatusCode.OK);
    }

    private Task<HttpResponseMessage> SendAsync(string token, string? hint = null)
    {
        List<KeyValuePair<string, string>> form = [KeyValuePair.Create("token", token)];
        if (hint is not null)
            form.Add(KeyValuePair.Create("token_type_hint", hint));
        return provider.Http.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/connect/introspect")
        {
            Headers = { Authorization = RelyingParty.Basic(name, secret) },
            Content = new FormUrlEncodedContent(form),
        });
    }
}
