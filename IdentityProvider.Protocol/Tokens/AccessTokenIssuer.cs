using System.Text;
using System.Text.Json;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Jose;
using IdentityProvider.Protocol.Keys;
using IdentityProvider.Protocol.Scopes;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Tokens;

/// <summary>Makes access tokens: JWTs, which are written nowhere, or references, of which only a hash is stored.</summary>
internal sealed class AccessTokenIssuer(
    KeyRing keys, IResourceStore resources, IPersistedGrantStore store, IssuerProvider issuer, IOptions<ProtocolOptions> options, TimeProvider time)
{
    /// <summary>For a user, in the session of the grant.</summary>
    public ValueTask<IssuedAccessToken> IssueAsync(TokenGrant grant, IReadOnlyList<string> scopes, CancellationToken cancellationToken) =>
        IssueAsync(grant.Client, grant, scopes, cancellationToken);

    /// <summary>For the client itself.</summary>
    public ValueTask<IssuedAccessToken> IssueAsync(Client client, IReadOnlyList<string> scopes, CancellationToken cancellationToken) =>
        IssueAsync(client, null, scopes, cancellationToken);

    private async ValueTask<IssuedAccessToken> IssueAsync(Client client, TokenGrant? grant, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var lifetime = client.AccessTokenLifetime is { } seconds ? TimeSpan.FromSeconds(seconds) : options.Value.AccessTokenLifetime;
        var now = time.GetUtcNow();
        var token = new AccessToken
        {
            Issuer = issuer.Current,
            Audiences = AudiencesOf(scopes, await resources.GetAsync(cancellationToken)),
            ClientId = client.ClientId,
            ClientSince = client.IssuedAt?.ToUnixTimeMilliseconds(),
            // RFC 9068 2.2: without a user the subject is the client.
            Subject = grant?.Session.Subject ?? client.ClientId,
            Scopes = scopes,
            TokenId = RandomHandle.Create(),
            IssuedAt = now,
            ExpiresAt = now + lifetime,
            GrantId = grant?.GrantId,
            SessionId = grant?.Session.SessionId,
            AuthTime = grant?.Session.AuthTime,
            Amr = grant?.Session.Amr ?? [],
            Acr = grant?.Session.Acr,
            UserInfoClaims = grant?.Claims.UserInfo ?? [],
        };

        var value = client.AccessTokenFormat == AccessTokenFormats.Reference
            ? await StoreAsync(token, cancellationToken)
            : JwtWriter.Sign(keys.ActiveSigningKey(SigningAlgorithms.ES256), AccessToken.JwtType, token, AccessToken.Write);
        return new IssuedAccessToken(value, (long)lifetime.TotalSeconds);
    }

    /// <summary>The APIs that the scopes belong to; a scope that belongs to none is one of the provider's own endpoints.</summary>
    private List<string> AudiencesOf(IReadOnlyList<string> scopes, Resources catalogue)
    {
        var audiences = catalogue.Apis.Where(api => api.Scopes.Any(scopes.Contains)).Select(api => api.Name).Order(StringComparer.Ordinal).ToList();
        if (audiences.Count == 0 || scopes.Any(scope => scope != StandardScopes.OfflineAccess && !catalogue.Apis.Any(api => api.Scopes.Contains(scope))))
            audiences.Add(issuer.Current);
        return audiences;
    }

    private async ValueTask<string> StoreAsync(AccessToken token, CancellationToken cancellationToken)
    {
        using var data = new MemoryStream();
        await using (var json = new Utf8JsonWriter(data, JsonFormat.WriterOptions))
        {
            json.WriteStartObject();
            AccessToken.Write(json, token);
            json.WriteEndObject();
        }

        var handle = RandomHandle.Create();
        await store.StoreAsync(new PersistedGrant
        {
            Type = PersistedGrantTypes.ReferenceToken,
            Key = RandomHandle.Hash(handle),
            ClientId = token.ClientId,
            Subject = token.HasUser ? token.Subject : null,
            SessionId = token.SessionId,
            GrantId = token.GrantId,
            CreatedAt = token.IssuedAt,
            ExpiresAt = token.ExpiresAt,
            Data = Encoding.UTF8.GetString(data.GetBuffer(), 0, (int)data.Length),
        }, cancellationToken);
        return handle;
    }
}

/// <summary>An access token that was made.</summary>
/// <param name="Value">What the client gets.</param>
/// <param name="ExpiresIn">Seconds it lives.</param>
internal sealed record IssuedAccessToken(string Value, long ExpiresIn);
