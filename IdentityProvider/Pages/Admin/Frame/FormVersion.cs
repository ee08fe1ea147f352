using System.Globalization;

namespace IdentityProvider.Pages.Admin.Frame;

/// <summary>Says in a form when the row was last changed that it was filled from, as precisely as the database keeps it.</summary>
public static class FormVersion
{
    public static string Of(DateTimeOffset changedAt) => changedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>What is no version was never one: it fits no row.</summary>
    public static DateTimeOffset Read(string? version) =>
        long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : DateTimeOffset.UnixEpoch;
}
