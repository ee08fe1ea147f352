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
/// those keys are themselves encrypted, so that a copy of the database alone opens nothing.
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

        if (configuration["DataProtection:CertificatePath"] is { Length: > 0 } path)
            builder.ProtectKeysWithCertificate(LoadCertificate(path, configuration["DataProtection:CertificatePassword"]));
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

    private static X509Certificate2 LoadCertificate(string path, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException("DataProtection", typeof(DataProtectionOptions),
                [$"DataProtection:CertificatePath \"{path}\" can't be opened with DataProtection:CertificatePassword: {exception.Message}"]);
        }
    }
}
