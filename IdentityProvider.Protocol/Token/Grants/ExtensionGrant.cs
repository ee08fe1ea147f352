using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Scopes;
using IdentityProvider.Protocol.Tokens;

namespace IdentityProvider.Protocol.Token.Grants;

/// <summary>A grant of the host's own (RFC 6749 4.5): its validator says who signed in, the rest is as everywhere.</summary>
internal sealed class ExtensionGrant(IExtensionGrantValidator validator, SessionTokens tokens) : ITokenGrant
{
    public async Task<TokenOutcome> RedeemAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (ScopeList.TryParse(request.Parameters["scope"]) is not { } wanted)
            return new TokenOutcome.Rejected(ProtocolErrors.InvalidScope("scope has characters that no scope has."));
        var allowed = await tokens.ScopesOfAsync(request.Client, cancellationToken);
        if (wanted.Except(allowed).Any())
            return new TokenOutcome.Rejected(ProtocolErrors.InvalidScope("scope names one that this client may not use."));

        return await validator.ValidateAsync(new ExtensionGrantRequest(request.Client, request.Parameters, request.Source), cancellationToken) switch
        {
            ExtensionGrantResult.Granted(var session) => new TokenOutcome.Issued(
                await tokens.IssueAsync(request.Client, session, wanted.Count > 0 ? wanted : allowed, cancellationToken)),
            ExtensionGrantResult.Refused(var error) => new TokenOutcome.Rejected(error),
            _ => throw new InvalidOperationException("An extension grant has two outcomes."),
        };
    }
}
