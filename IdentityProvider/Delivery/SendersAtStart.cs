using Microsoft.Extensions.Options;

namespace IdentityProvider.Delivery;

/// <summary>How messages go out: the section <c>Delivery</c>. Senders are registered as <see cref="IMessageSender"/>.</summary>
public sealed class DeliveryOptions;

/// <summary>Refuses a start that could send nothing: people would wait for codes that never come.</summary>
internal sealed class SendersAtStart(IServiceScopeFactory scopes) : IValidateOptions<DeliveryOptions>
{
    public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
    {
        using var scope = scopes.CreateScope();
        var channels = scope.ServiceProvider.GetServices<IMessageSender>().Select(sender => sender.Channel).ToHashSet(StringComparer.Ordinal);
        var missing = MessageChannels.All.Where(channel => !channels.Contains(channel)).Select(SettingOf).ToList();
        return missing.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Messages can't be sent: set {string.Join(" and ", missing)}. Only in Development do messages stay in the process.");
    }

    private static string SettingOf(string channel) => channel == MessageChannels.Sms ? "Delivery:Sms:Senders" : "Delivery:Email:Senders";
}
