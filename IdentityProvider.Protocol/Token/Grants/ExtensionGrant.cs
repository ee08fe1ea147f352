using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Scopes;
using IdentityProvider.Protocol.Tokens;

namespace IdentityProvider.Protocol.Token.Grants;

/// <summary>A grant of the host's own (RFC 6749 4.5): its validator says who signed in, the rest is as everywhere.</summary>
internal sealed class ExtensionGrant(
    IExtensionGrantValidator validator, IResourceStore resources, RefreshTokens refreshTokens, IPersistedGrantStore store, TokenIssuer issuer) : ITokenGrant
{
    public async Task<TokenOutcome> RedeemAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (ScopeList.TryParse(request.Parameters["scope"]) is not { } wanted)
            return new TokenOutcome.Rejected(ProtocolErrors.InvalidScope("scope has characters that no scope has."));

        var catalogue = await resources.GetAsync(cancellationToken);
        var allowed = (ScopeList.TryParse(request.Client.Scope) ?? []).Where(catalogue.Knows).ToList();
        if (wanted.Except(allowed).Any())
            return new TokenOutcome.Rejected(ProtocolErrors.InvalidScope("scope names one that this client may not use."));

        var result = await validator.ValidateAsync(new ExtensionGrantRequest(request.Client, request.Parameters, request.Source), cancellationToken);
        if (result is not ExtensionGrantResult.Granted granted)
            return new TokenOutcome.Rejected(((ExtensionGrantResult.Refused)result).Error);

        var grant = new TokenGrant
        {
            Client = request.Client,
            GrantId = RandomHandle.Create(),
            Session = granted.Session,
            Scopes = wanted.Count > 0 ? wanted : allowed,
        };
        return new TokenOutcome.Issued(await issuer.IssueAsync(grant, grant.Scopes, await StartFamilyAsync(grant, cancellationToken), cancellationToken));
    }

    // There is no browser session to come back to, so a client that may refresh gets what it takes without offline_access.
    private async Task<string?> StartFamilyAsync(TokenGrant grant, CancellationToken cancellationToken)
    {
        if (!grant.Client.GrantTypes.Contains(GrantTypes.RefreshToken))
            return null;
        var (handle, first) = refreshTokens.CreateFirst(grant);
        await store.StoreAsync(first, cancellationToken);
        return handle;
    }
}
