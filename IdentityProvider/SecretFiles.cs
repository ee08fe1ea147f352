using Microsoft.Extensions.Options;

namespace IdentityProvider;

/// <summary>
/// Settings that come as files of the folder <c>Secrets:Folder</c>, one a file, as containers and systemd hand over secrets: the file
/// <c>ConnectionStrings__Default</c> is the setting <c>ConnectionStrings:Default</c>. They count more than the same settings elsewhere.
/// </summary>
internal static class SecretFiles
{
    public static void AddSecretFiles(this ConfigurationManager configuration)
    {
        if (configuration["Secrets:Folder"] is not { Length: > 0 } folder)
            return;
        if (!Directory.Exists(folder))
            throw new OptionsValidationException("Secrets", typeof(SecretFiles), [$"Secrets:Folder \"{folder}\" does not exist."]);
        configuration.AddKeyPerFile(source =>
        {
            source.FileProvider = new Microsoft.Extensions.FileProviders.PhysicalFileProvider(Path.GetFullPath(folder));
            // A certificate in the same folder (dataprotection.pfx) is no setting; no setting's name has a dot.
            source.IgnoreCondition = static name => name.Contains('.', StringComparison.Ordinal);
        });
    }
}
