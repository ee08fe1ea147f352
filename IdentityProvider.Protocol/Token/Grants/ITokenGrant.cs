namespace IdentityProvider.Protocol.Token.Grants;

/// <summary>What is done for one value of <c>grant_type</c>; <see cref="TokenGrants"/> knows which.</summary>
internal interface ITokenGrant
{
    Task<TokenOutcome> RedeemAsync(TokenRequest request, CancellationToken cancellationToken);
}
