using IdentityProvider.Tests.Delivery.Vendors;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Deployment;

/// <summary>
/// The built provider as a process in Production, with the settings of an example under <c>deploy</c> and secrets from files. Of the
/// settings only what lies elsewhere is changed: database, port, paths, and the vendors, which are fakes on this machine.
/// </summary>
internal sealed class DeployedProvider : IAsyncDisposable
{
    private const string CertificatePassword = "of the data protection certificate";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeSmtpServer _smtp = new();
    private readonly ProviderProcess _process;

    private DeployedProvider(Dictionary<string, string?> settings, TestDatabase database)
    {
        Secret("ConnectionStrings__Default", database.ConnectionString);
        Secret("DataProtection__CertificatePassword", CertificatePassword);
        Secret("Delivery__Vonage__ApiSecret", FakeVonage.ApiSecret);
        Secret("Delivery__Smtp__Password", FakeSmtpServer.Password);
        File.WriteAllBytes(_folder.PathOf("dataprotection.pfx"), DeploymentFiles.NewCertificate("data protection", CertificatePassword));
        settings["Database__Provider"] = database.Kind.ToString();
        settings["ASPNETCORE_ENVIRONMENT"] = "Production";
        settings["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        settings["Proxies__Known__0"] = "127.0.0.1";
        settings["Secrets__Folder"] = _folder.FullName;
        settings["DataProtection__CertificatePath"] = _folder.PathOf("dataprotection.pfx");
        settings["Clients__Files__0"] = _folder.Write("clients.json", TestClients.File().ToJsonString());
        settings["Delivery__Vonage__ApiKey"] = FakeVonage.ApiKey;
        settings["Delivery__Vonage__BaseUrl"] = Vonage.Origin;
        settings["Delivery__Smtp__Host"] = "localhost";
        settings["Delivery__Smtp__Port"] = $"{_smtp.Port}";
        settings["Delivery__Smtp__User"] = FakeSmtpServer.User;
        settings["Delivery__Smtp__TrustedCertificate"] = _smtp.CertificateFile;
        settings["Accounts__Password__Iterations"] = "1000";
        _process = ProviderProcess.Start(settings);
    }

    public FakeVonage Vonage { get; } = new();

    public string Output => _process.Output;

    public static DeployedProvider Start(Dictionary<string, string?> settings, TestDatabase database) => new(settings, database);

    /// <summary>Waits until it listens; where, without TLS.</summary>
    public Task<Uri> ListeningAsync() => _process.ListeningAsync();

    public Task KillAsync() => _process.KillAsync();

    /// <summary>The code in the next SMS to this number.</summary>
    public async Task<string> NextCodeAsync(string phone)
    {
        var text = FakeVonage.FieldsOf(await Vonage.NextAboutAsync(phone[1..]))["text"];
        return System.Text.RegularExpressions.Regex.Match(text, @"\b\d{6}\b", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Vonage.DisposeAsync();
        _smtp.Dispose();
        _folder.Dispose();
    }

    // With the line break that an editor leaves.
    private void Secret(string name, string value) => _folder.Write(name, value + "\n");
}
