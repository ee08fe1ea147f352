namespace IdentityProvider.Delivery.Vendors;

/// <summary>Senders that call a vendor's HTTP API.</summary>
internal static class VendorServices
{
    // Their answers are a few hundred bytes; what is longer is not theirs.
    private const int LongestAnswer = 64 * 1024;
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Adds a sender with its own <see cref="HttpClient"/>, under its name.</summary>
    public static IServiceCollection AddVendor<TSender>(
        this IServiceCollection services, string name, Func<DeliveryOptions, (string BaseUrl, TimeSpan Timeout)> settings)
        where TSender : class, IMessageSender
    {
        services
            .AddHttpClient<TSender>((provider, http) =>
            {
                // With a slash at the end: else a path in the address would be lost.
                http.BaseAddress = new Uri(settings(provider.GetDeliveryOptions()).BaseUrl.TrimEnd('/') + "/");
                http.MaxResponseContentBufferSize = LongestAnswer;
                http.Timeout = Timeout.InfiniteTimeSpan;
            })
            // A redirect would take the credentials somewhere else.
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                handler.PooledConnectionLifetime = ConnectionLifetime;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // What would be logged are addresses and headers.
            .RemoveAllLoggers();
        services.AddKeyedSingleton(name, (provider, _) =>
            new VendorLine(settings(provider.GetDeliveryOptions()).Timeout, provider.GetRequiredService<TimeProvider>()));
        return services.AddKeyedTransient<IMessageSender>(name, (provider, _) => provider.GetRequiredService<TSender>());
    }
}
