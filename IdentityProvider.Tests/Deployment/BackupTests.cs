using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Deployment;

/// <summary>Backed up while it runs, destroyed, and restored by the scripts under <c>deploy/backup</c>.</summary>
public abstract class BackupTests : IAsyncLifetime
{
    private const string Password = "of the data protection certificate";
    private const string Issuer = "http://provider.example";

    private readonly TemporaryFolder _folder = new();
    private readonly string _certificate;

    protected BackupTests()
    {
        _certificate = _folder.PathOf("dataprotection.pfx");
        File.WriteAllBytes(_certificate, DeploymentFiles.NewCertificate("data protection", Password));
    }

    protected string BackupFolder => _folder.PathOf("backups");

    public abstract Task InitializeAsync();

    public virtual Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [ToolFact]
    public async Task What_was_there_before_works_after()
    {
        Person person, latecomer;
        App app;
        string accessToken, refreshToken, keys, backup;
        await using (var provider = Start())
        {
            app = new App(provider);
            person = await provider.Accounts.RegisterVerifiedAsync();
            var tokens = (await app.SignInAsync(person)).ExpectSuccess();
            (accessToken, refreshToken) = (tokens.ExpectAccessToken(), tokens.ExpectRefreshToken());
            keys = await provider.Http.GetStringAsync("/.well-known/jwks.json");
            backup = (await BackUpAsync(_certificate)).ExpectDone();
            latecomer = await provider.Accounts.RegisterVerifiedAsync();
        }

        await DestroyAsync();
        (await RestoreAsync(backup, _certificate)).ExpectDone();

        await using var restored = Start();
        app = new App(restored);
        Assert.Equal(keys, await restored.Http.GetStringAsync("/.well-known/jwks.json"));
        var profile = (await app.CallAsync(HttpMethod.Get, "/profile", token: accessToken)).Expect(HttpStatusCode.OK);
        Assert.Equal(person.Phone, (string?)profile["phone"]);
        (await app.RefreshAsync(refreshToken)).ExpectSuccess();
        (await app.SignInAsync(person)).ExpectSuccess();
        Assert.Equal("invalid_grant", (await app.SignInAsync(latecomer)).Error);
    }

    [ToolFact]
    public async Task A_restore_that_could_not_work_is_refused_and_nothing_is_touched()
    {
        string backup;
        await using (Start())
            backup = (await BackUpAsync(_certificate)).ExpectDone();
        Assert.Contains(IsThere, (await RestoreAsync(backup, _certificate)).ExpectRefused(), StringComparison.Ordinal);

        await DestroyAsync();
        Assert.Contains("name the data protection certificate", (await RestoreAsync(backup)).ExpectRefused(), StringComparison.Ordinal);
        var other = _folder.PathOf("other.pfx");
        await File.WriteAllBytesAsync(other, DeploymentFiles.NewCertificate("data protection", Password));
        Assert.Contains("is not the certificate that was in use", (await RestoreAsync(backup, other)).ExpectRefused(), StringComparison.Ordinal);
        var (whole, damaged) = (await File.ReadAllBytesAsync(backup), _folder.PathOf("damaged"));
        whole[^1] ^= 1;
        await File.WriteAllBytesAsync(damaged, whole);
        File.Copy(backup + ".manifest", damaged + ".manifest");
        Assert.Contains("its checksum differs", (await RestoreAsync(damaged, _certificate)).ExpectRefused(), StringComparison.Ordinal);

        (await RestoreAsync(backup, _certificate)).ExpectDone();
        await using var restored = Start();
    }

    /// <summary>What a restore says where a database is already.</summary>
    protected abstract string IsThere { get; }

    protected abstract TestDatabase Database { get; }

    protected abstract Task<Script> BackUpAsync(string certificate);

    protected abstract Task<Script> RestoreAsync(string backup, params IEnumerable<string> certificate);

    protected abstract Task DestroyAsync();

    private Provider Start() => Provider.StartOn(Database, settings => settings
        .With("Issuer", Issuer)
        .With("DataProtection:CertificatePath", _certificate)
        .With("DataProtection:CertificatePassword", Password));

    private protected static Task<Script> RunAsync(string script, IReadOnlyDictionary<string, string?> environment, params IEnumerable<string> arguments) =>
        Script.RunAsync("/bin/bash", environment, [DeploymentFiles.PathOf($"backup/{script}"), .. arguments]);
}

[Trait("Database", "Sqlite")]
[Needs(nameof(Tool.Sqlite3))]
public sealed class BackupOfSqliteTests : BackupTests
{
    private TestDatabase? _database;

    protected override TestDatabase Database => _database!;

    protected override string IsThere => "is there. Move it away";

    private string FileName => Database.ConnectionString.Split('=')[1];

    public override async Task InitializeAsync() => _database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Database.Dispose();
    }

    protected override Task<Script> BackUpAsync(string certificate) =>
        RunAsync("backup-sqlite.sh", new Dictionary<string, string?>(), FileName, BackupFolder, certificate);

    protected override Task<Script> RestoreAsync(string backup, params IEnumerable<string> certificate) =>
        RunAsync("restore-sqlite.sh", new Dictionary<string, string?>(), [backup, FileName, .. certificate]);

    protected override Task DestroyAsync()
    {
        // What is still open would go on in the file that is gone.
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(FileName)!))
            File.Delete(file);
        return Task.CompletedTask;
    }
}

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class BackupOfPostgreSqlTests : BackupTests
{
    private TestDatabase? _database;

    protected override TestDatabase Database => _database!;

    protected override string IsThere => "The database is not empty";

    public override async Task InitializeAsync() => _database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSql);

    protected override Task<Script> BackUpAsync(string certificate) => RunAsync("backup-postgresql.sh", Environment(), BackupFolder, certificate);

    protected override Task<Script> RestoreAsync(string backup, params IEnumerable<string> certificate) =>
        RunAsync("restore-postgresql.sh", Environment(), [backup, .. certificate]);

    protected override async Task DestroyAsync()
    {
        await (await PostgresServer.SharedAsync()).DropAsync(Database.ConnectionString);
        _database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSql);
    }

    private Dictionary<string, string?> Environment()
    {
        var settings = new Npgsql.NpgsqlConnectionStringBuilder(Database.ConnectionString);
        return new()
        {
            ["PATH"] = $"{PostgresServer.FindBinaries()}:{System.Environment.GetEnvironmentVariable("PATH")}",
            ["PGHOST"] = settings.Host,
            ["PGPORT"] = $"{settings.Port}",
            ["PGUSER"] = settings.Username,
            ["PGDATABASE"] = settings.Database,
        };
    }
}
