namespace IdentityProvider.Tests.Hosting;

/// <summary>A program that some tests need and a machine may lack.</summary>
public sealed record Tool(string Name, Func<bool> IsThere, string HowToInstall)
{
    public static readonly Tool PostgreSql = new("PostgreSQL", () => PostgresServer.FindBinaries() is not null, "apt-get install postgresql");

    public static readonly Tool Node = new(
        "Node.js with the packages of IdentityProvider.Tests/Node",
        () => OnPath("node") && Directory.Exists(Path.Combine(SourceTree.NodeFolder, "node_modules")),
        "apt-get install nodejs npm, then: npm ci --prefix IdentityProvider.Tests/Node");

    public const string ChromiumPath = "/usr/bin/chromium";

    public static readonly Tool Chromium = new("Chromium", () => File.Exists(ChromiumPath), "apt-get install chromium");

    public const string NginxPath = "/usr/sbin/nginx";

    public static readonly Tool Nginx = new("nginx", () => File.Exists(NginxPath), "apt-get install nginx-light");

    public static readonly Tool SystemdAnalyze = new("systemd-analyze", () => OnPath("systemd-analyze"), "apt-get install systemd");

    public static readonly Tool Sqlite3 = new("sqlite3", () => OnPath("sqlite3"), "apt-get install sqlite3");

    private static readonly bool MustBeThere =
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why a test that needs this is skipped; null: it runs. Where CI=true it always runs, and fails if the tool is missing.</summary>
    public string? SkipReason => MustBeThere || IsThere() ? null : $"{Name} is missing here. To run this test: {HowToInstall}";

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
