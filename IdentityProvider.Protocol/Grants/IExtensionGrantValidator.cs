using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Sessions;

namespace IdentityProvider.Protocol.Grants;

/// <summary>
/// A grant type of the host's own (RFC 6749 4.5). Register any number of them as <c>IExtensionGrantValidator</c>;
/// the token endpoint has authenticated the client, and checked that it may use the grant, before it asks.
/// </summary>
public interface IExtensionGrantValidator
{
    /// <summary>The value of <c>grant_type</c>: an absolute URI.</summary>
    string GrantType { get; }

    /// <summary>
    /// Whether there is such a grant, under the host's configuration. Default: true; where not, discovery does not name it and the token
    /// endpoint knows nothing of it (RFC 6749 5.2: <c>unsupported_grant_type</c>).
    /// </summary>
    bool IsOffered => true;

    Task<ExtensionGrantResult> ValidateAsync(ExtensionGrantRequest request, CancellationToken cancellationToken);
}

/// <summary>What an extension grant is judged by.</summary>
public sealed record ExtensionGrantRequest(Client Client, ProtocolParameters Parameters, RequestSource Source);

/// <summary>What an extension grant came to.</summary>
public abstract record ExtensionGrantResult
{
    private ExtensionGrantResult() { }

    /// <summary>The user signed in; tokens are issued in this session.</summary>
    public sealed record Granted(UserSession Session) : ExtensionGrantResult;

    /// <summary>No. The code of the error is passed through, <c>invalid_grant</c> most often.</summary>
    public sealed record Refused(ProtocolError Error) : ExtensionGrantResult;
}
