using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Deployment;

/// <summary>The unit under <c>deploy/systemd</c>, as systemd itself judges it.</summary>
[Needs(nameof(Tool.SystemdAnalyze))]
public sealed class SystemdUnitTests : IDisposable
{
    private const string Name = "identityprovider.service";

    // Of 100: what systemd calls "OK" ends at 49, and a unit that says nothing of its security has 96.
    private const int MostExposed = 20;

    private static readonly Dictionary<string, string?> Nothing = [];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ToolFact]
    public async Task It_has_no_mistake()
    {
        // The program must be there to be judged well.
        var unit = _folder.Write(Name, File.ReadAllText(DeploymentFiles.PathOf($"systemd/{Name}")).Replace("/usr/bin/dotnet", Environment.ProcessPath, StringComparison.Ordinal));
        var verified = await Script.RunAsync("systemd-analyze", Nothing, "verify", "--man=no", unit);
        Assert.Equal("", verified.ExpectDone() + verified.Errors);
    }

    [ToolFact]
    public async Task A_mistake_would_be_seen()
    {
        var unit = _folder.Write(Name, File.ReadAllText(DeploymentFiles.PathOf($"systemd/{Name}")).Replace("ProtectSystem=strict", "ProtectSystem=quite", StringComparison.Ordinal));
        Assert.Contains("quite", (await Script.RunAsync("systemd-analyze", Nothing, "verify", "--man=no", unit)).Errors, StringComparison.Ordinal);
    }

    [ToolFact]
    public async Task It_is_exposed_to_little() =>
        (await Script.RunAsync("systemd-analyze", Nothing, "security", "--offline=true", $"--threshold={MostExposed}", "--no-pager", DeploymentFiles.PathOf($"systemd/{Name}"))).ExpectDone();
}
