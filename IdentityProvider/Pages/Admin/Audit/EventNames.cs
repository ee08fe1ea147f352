using System.Reflection;
using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Events;
using IdentityProvider.Security;

namespace IdentityProvider.Pages.Admin.Audit;

/// <summary>What can stand in the audit log.</summary>
internal static class EventNames
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { typeof(AuditEvents), typeof(ProtocolEvents) }
            .SelectMany(names => names.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(ProtocolAudit.Keeps)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A name as a person reads it: "Roles changed".</summary>
    public static string Words(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}
