namespace IdentityProvider.Protocol.Events;

internal static class EventSinks
{
    /// <summary>Tells every sink.</summary>
    public static async ValueTask RaiseAsync(this IEnumerable<IEventSink> sinks, ProtocolEvent what, CancellationToken cancellationToken)
    {
        foreach (var sink in sinks)
            await sink.RaiseAsync(what, cancellationToken);
    }
}
