using System.Diagnostics;

namespace IdentityProvider.Tests.Hosting;

/// <summary>A script of the Node folder, run with the client libraries there; the test talks to it over its standard streams.</summary>
public sealed class NodeScript : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly List<string> _lines = [];

    private NodeScript(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it printed so far.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public static NodeScript Start(string fileName, params string[] arguments) => Begin([fileName, .. arguments], new Dictionary<string, string>());

    /// <summary>Runs a module that stands in no file.</summary>
    public static NodeScript Run(string code, IReadOnlyDictionary<string, string> environment) => Begin(["--input-type=module", "--eval", code], environment);

    private static NodeScript Begin(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = SourceTree.NodeFolder,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new NodeScript(Process.Start(start)!);
    }

    /// <summary>Reads on to the line that begins so; returns the rest of that line.</summary>
    public async Task<string> ReadAsync(string prefix)
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(LongestWait) is { } line)
        {
            _lines.Add(line);
            if (line.StartsWith(prefix, StringComparison.Ordinal))
                return line[prefix.Length..].Trim();
        }
        throw new Xunit.Sdk.XunitException($"The script ended before '{prefix}':\n{string.Join('\n', _lines)}\n{await _errors}");
    }

    public async Task WriteAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
