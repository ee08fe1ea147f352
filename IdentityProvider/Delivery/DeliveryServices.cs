using Microsoft.Extensions.Options;

namespace IdentityProvider.Delivery;

/// <summary>Messages on their way out.</summary>
public static class DeliveryServices
{
    public static IServiceCollection AddDelivery(this IServiceCollection services, IHostEnvironment environment)
    {
        services.AddSingleton<MessageOutbox>();

        // In Development nothing leaves the process: the messages stay in the outbox, and /dev/messages shows them.
        if (environment.IsDevelopment())
            return services.AddScoped<DevelopmentMailbox>();
        services.AddOptions<DeliveryOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeliveryOptions>, SendersAtStart>();
        services.AddSingleton<MessageQueue>().AddSingleton<MessageSenders>().AddHostedService<MessageDispatcher>();
        return services;
    }
}
