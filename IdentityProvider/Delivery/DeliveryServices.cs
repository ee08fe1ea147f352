using IdentityProvider.Delivery.Email;
using IdentityProvider.Delivery.Reports;
using IdentityProvider.Delivery.Sms;
using IdentityProvider.Delivery.Templates;
using IdentityProvider.Delivery.Vendors;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Delivery;

/// <summary>Messages on their way out.</summary>
public static class DeliveryServices
{
    public static IServiceCollection AddDelivery(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddOptions<DeliveryOptions>().BindAtStart(DeliveryOptions.Section);
        services.AddOptions<MessageTextOptions>().BindAtStart(DeliveryOptions.Section);
        services.AddSingleton<IValidateOptions<MessageTextOptions>, MessageTextValidator>();
        services.AddSingleton<MessageTexts>().AddSingleton<MailRenderer>();
        services.AddSingleton<IValidateOptions<DeliveryOptions>, SendersAtStart>();
        services.AddSingleton<MessageOutbox>().AddSingleton<MessageQueue>().AddSingleton<MessageSenders>().AddScoped<MessageReports>();
        services.AddVendor<VonageSender>(VonageSender.SenderName, options => (options.Vonage.BaseUrl, options.Vonage.Timeout));
        services.AddVendor<SendGridSender>(SendGridSender.SenderName, options => (options.SendGrid.BaseUrl, options.SendGrid.Timeout));
        services.AddSingleton<MailboxName>().AddKeyedSingleton<IMessageSender, SmtpSender>(SmtpSender.SenderName);

        // In Development nothing leaves the process unless a sender is set: the messages stay in the outbox, and /dev/messages shows them.
        if (environment.IsDevelopment())
            services.AddScoped<DevelopmentMailbox>();
        var set = new DeliveryOptions();
        configuration.GetSection(DeliveryOptions.Section).BindTo(set);
        if (!environment.IsDevelopment() || MessageChannels.All.Any(channel => set.SendersOf(channel).Count > 0))
            services.AddHostedService<MessageDispatcher>();
        return services;
    }

    /// <summary>Who is asked to send, in this order: the host's own senders, then those that <c>Delivery:*:Senders</c> names.</summary>
    internal static IReadOnlyList<IMessageSender> GetSenders(this IServiceProvider services, string channel) =>
    [
        .. services.GetServices<IMessageSender>().Where(sender => sender.Channel == channel),
        .. services.GetDeliveryOptions().SendersOf(channel).Select(name => services.GetRequiredKeyedService<IMessageSender>(name)),
    ];

    internal static DeliveryOptions GetDeliveryOptions(this IServiceProvider services) => services.GetRequiredService<IOptions<DeliveryOptions>>().Value;
}
