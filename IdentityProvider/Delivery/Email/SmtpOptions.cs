using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IdentityProvider.Delivery.Vendors;

namespace IdentityProvider.Delivery.Email;

/// <summary>How the way to a mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>TLS begins after the greeting, and nothing is sent if it doesn't (RFC 3207).</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls,

    /// <summary>None; for a server on this machine.</summary>
    None,

    /// <summary>None, though the server is elsewhere: whoever is on the way reads the links. Never with a password.</summary>
    NoneOverNetwork,
}

/// <summary>Any mail server: <c>Delivery:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    public string? Host { get; set; }

    /// <summary>Default: 587, with <see cref="SmtpSecurity.Tls"/> 465, without protection 25.</summary>
    public int? Port { get; set; }

    /// <summary>Null: the server takes mail from us without.</summary>
    public string? User { get; set; }

    /// <summary>A secret. Owed where there is a <see cref="User"/>.</summary>
    public string? Password { get; set; }

    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>A file (PEM) with the certificate, or the authority, to trust instead of the system's. Null: the system's.</summary>
    public string? TrustedCertificate { get; set; }

    /// <summary>How long the whole hand-over of one mail may take, 100 milliseconds to 14 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(14);

    internal int EffectivePort => Port ?? Security switch
    {
        SmtpSecurity.StartTls => 587,
        SmtpSecurity.Tls => 465,
        _ => 25,
    };

    internal void Check(List<string> wrong)
    {
        VendorSettings.CheckPresent("Delivery:Smtp:Host", Host, wrong);
        VendorSettings.CheckTimeout("Delivery:Smtp:Timeout", Timeout, wrong);
        if (EffectivePort is < 1 or > ushort.MaxValue)
            wrong.Add($"Delivery:Smtp:Port is {Port}; it must be from 1 to {ushort.MaxValue}.");
        if (User is null != Password is null)
            wrong.Add("Delivery:Smtp:User and Delivery:Smtp:Password must be set both, or neither.");
        if (User is not null && Password is not null)
        {
            VendorSettings.CheckPresent("Delivery:Smtp:User", User, wrong);
            VendorSettings.CheckPresent("Delivery:Smtp:Password", Password, wrong);
        }

        if (Security == SmtpSecurity.None && Host is { Length: > 0 } && !IsLoopback(Host))
            wrong.Add("Delivery:Smtp:Security is None, which is for a server on this machine; for another write NoneOverNetwork if you mean it.");
        if (Security == SmtpSecurity.NoneOverNetwork && Password is not null)
            wrong.Add("Delivery:Smtp:Password must not be set where Delivery:Smtp:Security is NoneOverNetwork: it would go over an open line.");
        if (TrustedCertificate is { } file && !CanBeRead(file))
            wrong.Add("Delivery:Smtp:TrustedCertificate must be a file with a certificate in PEM.");
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool CanBeRead(string file)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0;
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
