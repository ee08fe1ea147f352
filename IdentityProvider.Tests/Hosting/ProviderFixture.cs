namespace IdentityProvider.Tests.Hosting;

/// <summary>One provider for all tests of a class. A fixture with other settings derives from it.</summary>
public class ProviderFixture : IAsyncLifetime
{
    private Provider? _provider;

    public Provider Provider => _provider ?? throw new InvalidOperationException("The provider has not been started.");

    public virtual async Task InitializeAsync() => _provider = await Provider.StartAsync(Configure);

    public virtual async Task DisposeAsync()
    {
        if (_provider is not null)
            await _provider.DisposeAsync();
    }

    protected virtual void Configure(ProviderSettings settings) { }
}

/// <summary>A provider with the demo app and its clients, as a newcomer starts it.</summary>
public sealed class DemoProvider : ProviderFixture
{
    protected override void Configure(ProviderSettings settings) => settings.WithDemoClients();
}
