namespace IdentityProvider.Tests.RelyingParties;

/// <summary>A logout request (RP-Initiated Logout 2).</summary>
public sealed record EndSessionRequest : RequestParameters<EndSessionRequest>
{
    /// <summary>Path and query of the end session endpoint.</summary>
    public string Address => $"/connect/endsession?{Query}";
}
