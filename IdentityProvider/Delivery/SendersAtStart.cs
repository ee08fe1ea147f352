using IdentityProvider.Delivery.Email;
using IdentityProvider.Delivery.Sms;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Delivery;

/// <summary>
/// Refuses a start with senders that could not work, and outside Development one that could send nothing: people would
/// wait for codes that never come. All wrong settings are named at once; no message repeats a secret.
/// </summary>
internal sealed class SendersAtStart(IServiceScopeFactory scopes, IHostEnvironment environment) : IValidateOptions<DeliveryOptions>
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        [MessageChannels.Sms] = [VonageSender.SenderName],
        [MessageChannels.Email] = [SendGridSender.SenderName, SmtpSender.SenderName],
    };

    public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
    {
        var wrong = new List<string>();
        foreach (var channel in MessageChannels.All)
            CheckNames(channel, options.SendersOf(channel), wrong);
        if (!environment.IsDevelopment())
            CheckThereIsOne(options, wrong);
        if (options.SendersOf(MessageChannels.Sms).Contains(VonageSender.SenderName))
            options.Vonage.Check(wrong);
        var mail = options.SendersOf(MessageChannels.Email);
        if (mail.Count > 0)
            MailboxName.Check(options.Email, wrong);
        if (mail.Contains(SendGridSender.SenderName))
            options.SendGrid.Check(wrong);
        if (mail.Contains(SmtpSender.SenderName))
            options.Smtp.Check(wrong);
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static void CheckNames(string channel, IReadOnlyList<string> names, List<string> wrong)
    {
        foreach (var name in names.Except(Known[channel], StringComparer.Ordinal))
            wrong.Add($"{SettingOf(channel)} has \"{name}\"; there is {string.Join(" and ", Known[channel])}.");
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Count)
            wrong.Add($"{SettingOf(channel)} names a sender twice.");
    }

    private void CheckThereIsOne(DeliveryOptions options, List<string> wrong)
    {
        using var scope = scopes.CreateScope();
        var own = scope.ServiceProvider.GetServices<IMessageSender>().Select(sender => sender.Channel).ToHashSet(StringComparer.Ordinal);
        var missing = MessageChannels.All.Where(channel => !own.Contains(channel) && options.SendersOf(channel).Count == 0).Select(SettingOf).ToList();
        if (missing.Count > 0)
            wrong.Add($"Messages can't be sent: set {string.Join(" and ", missing)}. Only in Development do messages stay in the process.");
    }

    private static string SettingOf(string channel) => channel == MessageChannels.Sms ? "Delivery:Sms:Senders" : "Delivery:Email:Senders";
}
