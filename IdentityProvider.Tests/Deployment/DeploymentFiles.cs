using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Deployment;

/// <summary>What is under <c>deploy</c>, as whoever deploys reads it; and what they have to make themselves.</summary>
internal static class DeploymentFiles
{
    public static string PathOf(string file) => Path.Combine(SourceTree.Root, "deploy", file);

    /// <summary>The settings of a file as systemd reads it: one a line, values in quotation marks or not, comments left out.</summary>
    public static Dictionary<string, string?> EnvironmentOf(string file) => SettingsIn(File.ReadLines(PathOf(file)), '=');

    /// <summary>The settings that compose gives to the provider.</summary>
    public static Dictionary<string, string?> EnvironmentOfCompose() => SettingsIn(
        File.ReadLines(PathOf("compose/compose.yaml")).SkipWhile(line => line != "  identityprovider:").SkipWhile(line => line != "    environment:").Skip(1)
            .TakeWhile(line => line.StartsWith("      ", StringComparison.Ordinal)), ':');

    /// <summary>A certificate for this name, self-made, as PKCS#12 with a password.</summary>
    public static byte[] NewCertificate(string name, string password)
    {
        using var certificate = NewCertificate(name);
        return certificate.Export(X509ContentType.Pkcs12, password);
    }

    /// <summary>A certificate for this name, with its key, that nobody vouches for. RSA, as data protection can use no other.</summary>
    public static X509Certificate2 NewCertificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    private static Dictionary<string, string?> SettingsIn(IEnumerable<string> lines, char separator) => lines
        .Select(line => line.Trim())
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(separator, 2))
        .ToDictionary(parts => parts[0].Trim(), string? (parts) => parts[1].Trim().Trim('"'), StringComparer.Ordinal);
}
