namespace IdentityProvider.Tests.RelyingParties;

/// <summary>A token request, without the client's authentication.</summary>
public sealed record TokenRequest : RequestParameters<TokenRequest>
{
    public TokenRequest(string grantType) => Parameters = [KeyValuePair.Create("grant_type", grantType)];
}
