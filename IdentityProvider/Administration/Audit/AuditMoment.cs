using System.Globalization;

namespace IdentityProvider.Administration.Audit;

/// <summary>A moment, as it is typed into a filter: a day in UTC, or a time with its zone (RFC 3339).</summary>
public static class AuditMoment
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Null: it is none. A time without a zone is in UTC.</summary>
    public static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
