using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IdentityProvider.Data.Stores;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Data;

/// <summary>
/// Data protection with its keys in the database: cookies, pending messages and the private parts of signing keys are
/// readable on every node. With <c>DataProtection:CertificatePath</c> (PKCS#12) and <c>DataProtection:CertificatePassword</c>
/// those keys are themselves encrypted, so that a copy of the database alone opens nothing. Certificates that did so before,
/// <c>DataProtection:OldCertificates</c> (<c>:0:Path</c>, <c>:0:Password</c>), still open what they encrypted.
/// </summary>
internal static class DataProtectionSetup
{
    // Part of every key's derivation: to change it makes everything that was ever protected unreadable.
    private const string ApplicationName = "IdentityProvider";

    public static void AddProviderDataProtection(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var builder = services.AddDataProtection().SetApplicationName(ApplicationName);
        services.AddSingleton(provider => new DataProtectionKeyRepository(
            () => provider.GetRequiredService<IDbContextFactory<ProviderDbContext>>().CreateDbContext()));
        services.AddOptions<KeyManagementOptions>().Configure<DataProtectionKeyRepository>(
            (options, repository) => options.XmlRepository = repository);

        var section = configuration.GetSection("DataProtection");
        builder.UnprotectKeysWithAnyCertificate([.. section.GetSection("OldCertificates").GetChildren().Select(old => LoadCertificate(old, "Path", "Password"))]);
        if (section["CertificatePath"] is { Length: > 0 })
            builder.ProtectKeysWithCertificate(LoadCertificate(section, "CertificatePath", "CertificatePassword"));
        else if (!environment.IsDevelopment())
            services.AddHostedService<UnencryptedKeysWarning>();
    }

    /// <summary>Not refused: a disk may be encrypted by itself. But nobody should run so without knowing.</summary>
    private sealed class UnencryptedKeysWarning(ILogger<UnencryptedKeysWarning> logger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            logger.DataProtectionKeysUnencrypted();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static X509Certificate2 LoadCertificate(IConfigurationSection section, string pathKey, string passwordKey)
    {
        var path = section[pathKey];
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path ?? "", section[passwordKey]);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new OptionsValidationException("DataProtection", typeof(DataProtectionOptions),
                [$"{section.Path}:{pathKey} \"{path}\" can't be opened with {section.Path}:{passwordKey}: {exception.Message}"]);
        }
    }
}
