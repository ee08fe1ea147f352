using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Protocol;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Scopes;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentityProvider.Pages.Admin.Clients.Flow;

/// <summary>A run that waits for the browser to come back.</summary>
/// <param name="ClientId">Whose.</param>
/// <param name="State">What must come back.</param>
/// <param name="Nonce">What must stand in the ID token.</param>
/// <param name="Verifier">What the code is redeemed with (RFC 7636).</param>
/// <param name="Code">What came back; null: nothing yet.</param>
public sealed record FlowInProgress(string ClientId, string State, string Nonce, string Verifier, string? Code = null)
{
    public override string ToString() => $"{nameof(FlowInProgress)} of {ClientId}";
}

/// <summary>
/// Runs a client's flow in the administrator's browser, with the console in the place of the app: the authorization endpoint, a callback of our own,
/// the token endpoint and userinfo, as any app would ask them. What was issued is revoked at the end, and what was
/// allowed is not remembered.
/// </summary>
public sealed class FlowRun(OwnEndpoints own, PageMemory memory, IssuerProvider issuer)
{
    private const string Memory = "flow";

    /// <summary>What must be a redirect URI of the client.</summary>
    public string CallbackUri => issuer.UriOf(CodeDestinations.ConsolePath);

    public FlowInProgress? InProgress => memory.Find<FlowInProgress>(Memory);

    /// <summary>Begins it; the address to which the browser goes.</summary>
    public string Begin(Client client)
    {
        var begun = new FlowInProgress(client.ClientId, RandomHandle.Create(), RandomHandle.Create(), RandomHandle.Create());
        memory.Keep(Memory, begun);
        return QueryHelpers.AddQueryString(issuer.UriOf(ProtocolPaths.Authorize), new Dictionary<string, string?>
        {
            ["client_id"] = client.ClientId,
            ["response_type"] = "code",
            ["redirect_uri"] = CallbackUri,
            ["scope"] = ScopeFor(client),
            ["state"] = begun.State,
            ["nonce"] = begun.Nonce,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(begun.Verifier))),
            ["code_challenge_method"] = "S256",
        });
    }

    /// <summary>Takes what came back, for the next page to redeem.</summary>
    public FlowInProgress Take(FlowInProgress begun, string code)
    {
        var returned = begun with { Code = code };
        memory.Keep(Memory, returned);
        return returned;
    }

    public void Forget() => memory.Forget(Memory);

    /// <summary>Redeems the code. It can be tried again where the client did not authenticate: the code is then still there.</summary>
    public Task<FlowResult> RedeemAsync(HttpContext http, Client client, FlowInProgress returned, string? secret) => AskAsync(http, client, secret, returned.Nonce,
    [
        new("grant_type", GrantTypes.AuthorizationCode),
        new("code", returned.Code ?? ""),
        new("redirect_uri", CallbackUri),
        new("code_verifier", returned.Verifier),
    ]);

    /// <summary>A token for the client itself.</summary>
    public Task<FlowResult> ForItselfAsync(HttpContext http, Client client, string? secret) => AskAsync(http, client, secret, nonce: null,
    [
        new("grant_type", GrantTypes.ClientCredentials),
        new("scope", ScopeFor(client)),
    ]);

    private async Task<FlowResult> AskAsync(HttpContext http, Client client, string? secret, string? nonce, IEnumerable<KeyValuePair<string, string>> fields)
    {
        List<KeyValuePair<string, string>> credentials = [new("client_id", client.ClientId)];
        if (!client.IsPublic)
            credentials.Add(new("client_secret", secret?.Trim() ?? ""));
        var tokens = await own.PostAsync(http, ProtocolPaths.Token, [.. credentials, .. fields]);
        if (!tokens.IsGood)
            return new FlowResult.Failed(tokens["error"] ?? $"status {tokens.Status}", tokens["error_description"]);

        var accessToken = tokens["access_token"] ?? "";
        var userInfo = client.GrantTypes.Contains(GrantTypes.AuthorizationCode) && tokens["id_token"] is not null
            ? await own.GetAsync(http, ProtocolPaths.UserInfo, accessToken)
            : null;
        foreach (var token in new[] { tokens["refresh_token"], accessToken }.OfType<string>())
            await own.PostAsync(http, ProtocolPaths.Revocation, [.. credentials, new("token", token)]);
        return FlowResult.Succeeded.Of(tokens, userInfo, nonce);
    }

    // Nobody stays signed in by a run.
    private static string ScopeFor(Client client) =>
        ScopeList.Format(ScopeList.Of(client).Where(scope => scope != StandardScopes.OfflineAccess));
}
