using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Tokens;

namespace IdentityProvider.Protocol.Token;

/// <summary>A request to the token endpoint whose client is known and may use the grant.</summary>
internal sealed record TokenRequest(Client Client, ProtocolParameters Parameters, RequestSource Source);

/// <summary>What it came to.</summary>
internal abstract record TokenOutcome
{
    private TokenOutcome() { }

    public sealed record Issued(TokenResponse Response) : TokenOutcome;

    public sealed record Rejected(ProtocolError Error) : TokenOutcome;
}
