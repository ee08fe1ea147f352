using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Events;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Security;

/// <summary>Takes what the protocol engine reports into the audit trail.</summary>
internal sealed class ProtocolAudit(AuditTrail audit, IHttpContextAccessor accessor, ILogger<ProtocolAudit> logger) : IEventSink
{
    /// <summary>Whether what is called so stands in the audit trail. A stranger can fail to authenticate as often as they like: that may not fill the database.</summary>
    public static bool Keeps(string name) => name != ProtocolEvents.ClientAuthenticationFailed;

    public async ValueTask RaiseAsync(ProtocolEvent what, CancellationToken cancellationToken)
    {
        if (!Keeps(what.Name))
            return;

        var source = accessor.HttpContext is { } http ? RequestSource.Of(http) : RequestSource.None;
        Guid? userId = Guid.TryParse(what.Subject, out var id) ? id : null;
        try
        {
            await audit.WriteAsync(new AuditEntry(what.Name, userId, source, what.Detail)
            {
                ClientId = what.ClientId,
                // The rest is done by whoever has a token or a code, which may be a thief.
                By = what.Name == ProtocolEvents.ConsentGiven && userId is { } user ? Actor.Owner(user, sessionId: null) : null,
            });
        }
        catch (Exception exception)
        {
            // The request goes on: whoever raises an event must not fail by it.
            logger.AuditEventNotWritten(exception, what.Name);
        }
    }
}
