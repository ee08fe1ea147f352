using System.Diagnostics;

namespace IdentityProvider.Tests.Hosting;

/// <summary>A command of the built executable that has ended.</summary>
/// <param name="ExitCode">How.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error, without what was logged.</param>
internal sealed record ProviderCommand(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs it in Development on this database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="settings">Further settings, as environment variables.</param>
    /// <param name="input">The standard input.</param>
    /// <param name="arguments">The command line.</param>
    public static async Task<ProviderCommand> RunAsync(
        TestDatabase database, IReadOnlyDictionary<string, string> settings, string input, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = SourceTree.ProviderFolder,
            ArgumentList = { ProviderProcess.AssemblyPath },
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ConnectionStrings__Default"] = database.ConnectionString;
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return new ProviderCommand(process.ExitCode, await output, string.Join('\n', (await errors).Split('\n').SkipWhile(IsLogged)));
    }

    // What is logged goes to the same stream, and comes first.
    private static bool IsLogged(string line) => line.StartsWith("info:", StringComparison.Ordinal) || line.StartsWith("      ", StringComparison.Ordinal);
}
