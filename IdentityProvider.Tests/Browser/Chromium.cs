using Microsoft.Playwright;

namespace IdentityProvider.Tests.Browser;

/// <summary>The machine's own Chromium, one process for the tests of a class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>Milliseconds. A machine that is busy with other tests is slow.</summary>
    private const int LongestWait = 30_000;

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Hosting.Tool.ChromiumPath))
            throw new InvalidOperationException($"Chromium is missing. To run this test: {Hosting.Tool.Chromium.HowToInstall}");
        Assertions.SetDefaultExpectTimeout(LongestWait);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Hosting.Tool.ChromiumPath, Args = Arguments });
    }

    /// <summary>A window with cookies and storage of its own.</summary>
    public async Task<IBrowserContext> NewContextAsync(Action<BrowserNewContextOptions>? configure = null)
    {
        var options = new BrowserNewContextOptions { ViewportSize = new() { Width = 1280, Height = 900 } };
        configure?.Invoke(options);
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(LongestWait);
        return context;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
