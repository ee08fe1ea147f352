using System.Diagnostics;
using System.Text;

namespace IdentityProvider.Tests.Hosting;

/// <summary>The built provider as a process of its own: for its command line, its refusals to start, and to be killed.</summary>
public sealed class ProviderProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProviderProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has written so far, on both streams.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>How much memory it holds now.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts it with these settings and arguments, as <c>dotnet run</c> would.</summary>
    public static ProviderProcess Start(IReadOnlyDictionary<string, string?> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = SourceTree.ProviderFolder,
            ArgumentList = { AssemblyPath },
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (key, value) in settings)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new ProviderProcess(start);
    }

    /// <summary>Starts it with settings of which some are wrong, on no database unless they name one; what it says when it gives up.</summary>
    public static async Task<string> RefusedAsync(IReadOnlyDictionary<string, string?> settings)
    {
        using var folder = new TemporaryFolder();
        var database = folder.PathOf("provider.db");
        var all = new Dictionary<string, string?>(settings);
        all.TryAdd("ConnectionStrings:Default", $"Data Source={database}");
        await using var process = Start(all);
        Assert.Equal(1, await process.ExitedAsync());
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", process.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(database), "the refused start made a database");
        return process.Output;
    }

    public static Task<string> RefusedAsync(string key, string? value) => RefusedAsync(new Dictionary<string, string?> { [key] = value });

    /// <summary>Waits until it listens; the address.</summary>
    public async Task<Uri> ListeningAsync()
    {
        var first = await Task.WhenAny(_listening.Task, _process.WaitForExitAsync()).WaitAsync(LongestStart);
        return first == _listening.Task ? await _listening.Task : throw new Xunit.Sdk.XunitException($"The provider did not start:\n{Output}");
    }

    /// <summary>Waits for its end; the exit code.</summary>
    public async Task<int> ExitedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(LongestStart);
        return _process.ExitCode;
    }

    /// <summary>Ends it as a power cut would: SIGKILL, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    internal static string AssemblyPath
    {
        get
        {
            // bin/Debug/net10.0 of the tests: the provider was built beside it, the same way.
            var flavour = Path.GetRelativePath(Path.Combine(SourceTree.TestFolder, "bin"), AppContext.BaseDirectory);
            return Path.Combine(SourceTree.ProviderFolder, "bin", flavour, "IdentityProvider.dll");
        }
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        const string Announcement = "Now listening on: ";
        if (line.IndexOf(Announcement, StringComparison.Ordinal) is var at and >= 0)
            _listening.TrySetResult(new UriBuilder(line[(at + Announcement.Length)..]) { Host = "localhost" }.Uri);
    }
}
