using System.Diagnostics;

namespace IdentityProvider.Tests.Deployment;

/// <summary>A run of one of the scripts, or of another program, to its end.</summary>
public sealed record Script(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(60);

    public static async Task<Script> RunAsync(string program, IReadOnlyDictionary<string, string?> environment, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(LongestRun);
        return new Script(process.ExitCode, (await output).Trim(), (await errors).Trim());
    }

    /// <summary>What it printed, if it did what it should.</summary>
    public string ExpectDone() => ExitCode == 0 ? Output : throw new Xunit.Sdk.XunitException($"It ended with {ExitCode}:\n{Output}\n{Errors}");

    /// <summary>Why it refused.</summary>
    public string ExpectRefused() => ExitCode == 1 ? Errors : throw new Xunit.Sdk.XunitException($"It ended with {ExitCode}:\n{Output}\n{Errors}");
}
