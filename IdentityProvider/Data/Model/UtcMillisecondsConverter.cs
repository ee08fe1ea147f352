using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace IdentityProvider.Data.Model;

/// <summary>An instant as milliseconds since 1970 in UTC.</summary>
public sealed class UtcMillisecondsConverter() : ValueConverter<DateTimeOffset, long>(
    instant => instant.ToUnixTimeMilliseconds(),
    milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
