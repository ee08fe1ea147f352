namespace IdentityProvider.Protocol.Token.Grants;

/// <summary>What is done for one value of <c>grant_type</c>, under which it is registered as a keyed service.</summary>
internal interface ITokenGrant
{
    Task<TokenOutcome> RedeemAsync(TokenRequest request, CancellationToken cancellationToken);
}
