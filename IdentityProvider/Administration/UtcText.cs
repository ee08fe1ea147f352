using System.Globalization;

namespace IdentityProvider.Administration;

/// <summary>How a point in time is written wherever a program reads it: in UTC, with a Z, to the millisecond.</summary>
internal static class UtcText
{
    public static string Of(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
