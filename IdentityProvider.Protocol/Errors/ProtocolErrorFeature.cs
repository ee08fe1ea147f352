namespace IdentityProvider.Protocol.Errors;

/// <summary>In <c>HttpContext.Features</c> when the host is to show its error page.</summary>
/// <param name="Error">What went wrong.</param>
/// <param name="ReferenceId">Stands in the log too, so that an operator finds what a user reports.</param>
public sealed record ProtocolErrorFeature(ProtocolError Error, string ReferenceId)
{
    /// <summary>The code where a waiting request is no longer there: nobody's fault, unlike all others.</summary>
    public const string RequestExpired = "request_expired";
}
