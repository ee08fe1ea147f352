namespace IdentityProvider.Delivery;

/// <summary>Refuses a start that could send nothing: people would wait for codes that never come.</summary>
internal sealed class SendersAtStart(IServiceScopeFactory scopes) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var channels = scope.ServiceProvider.GetServices<IMessageSender>().Select(sender => sender.Channel).ToHashSet(StringComparer.Ordinal);
        var missing = MessageChannels.All.Where(channel => !channels.Contains(channel)).Select(SettingOf).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidOperationException(
                $"Messages can't be sent: set {string.Join(" and ", missing)}. Only in Development do messages stay in the process.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string SettingOf(string channel) => channel == MessageChannels.Sms ? "Delivery:Sms:Senders" : "Delivery:Email:Senders";
}
