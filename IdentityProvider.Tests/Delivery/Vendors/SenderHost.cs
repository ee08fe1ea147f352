using IdentityProvider.Delivery;
using IdentityProvider.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Tests.Delivery.Vendors;

/// <summary>The product's delivery with a test's settings, without the rest of the provider: a vendor that is down in one test is up in the next.</summary>
internal sealed class SenderHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public SenderHost(IEnumerable<KeyValuePair<string, string?>> settings, TimeProvider? clock = null, string environment = "Development")
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var host = new HostingEnvironment { EnvironmentName = environment };
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration).AddSingleton<IHostEnvironment>(host).AddSingleton(clock ?? Clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        services.Configure<Branding>(branding => branding.Name = "Acme");
        services.AddDelivery(configuration, host);
        _services = services.BuildServiceProvider();
    }

    public TestClock Clock { get; } = new();

    public CapturedLogs Logs { get; } = new();

    /// <summary>The sender of that name.</summary>
    public IMessageSender Sender(string name) => _services.GetRequiredKeyedService<IMessageSender>(name);

    public Task<SendOutcome> SendAsync(string name, OutgoingMessage message) => Sender(name).SendAsync(message, CancellationToken.None);

    /// <summary>What a start with these settings complains of; empty: it doesn't.</summary>
    public string Complaints()
    {
        try
        {
            _services.GetRequiredService<IStartupValidator>().Validate();
            return "";
        }
        catch (OptionsValidationException refused)
        {
            return refused.Message;
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
