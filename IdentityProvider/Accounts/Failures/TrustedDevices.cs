using System.Security.Cryptography;
using IdentityProvider.Protocol.Grants;
using Microsoft.AspNetCore.DataProtection;

namespace IdentityProvider.Accounts.Failures;

/// <summary>
/// Marks a browser that somebody has signed in with: strangers' wrong passwords from elsewhere don't lock it out. The
/// mark says who and which device, encrypted; it is no credential.
/// </summary>
public sealed class TrustedDevices(IDataProtectionProvider dataProtection)
{
    private readonly IDataProtector _protector = dataProtection.CreateProtector("IdentityProvider.Accounts.TrustedDevice.v1");

    /// <summary>A mark for this user's browser; one that is there is kept if it is theirs.</summary>
    public string Issue(Guid userId, string? current) =>
        Read(current) is { } mark && mark.UserId == userId ? current! : _protector.Protect($"{userId}|{RandomHandle.Create()}");

    internal (Guid UserId, string Device)? Read(string? mark)
    {
        if (string.IsNullOrEmpty(mark))
            return null;
        try
        {
            return _protector.Unprotect(mark).Split('|') is [var user, var device] && Guid.TryParse(user, out var userId) ? (userId, device) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
