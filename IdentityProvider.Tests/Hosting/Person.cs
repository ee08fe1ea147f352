using System.Globalization;

namespace IdentityProvider.Tests.Hosting;

/// <summary>Somebody who uses the provider, and knows a password.</summary>
public sealed record Person
{
    private static int _born;

    public required string Phone { get; init; }

    public required string Email { get; init; }

    public string Password { get; init; } = "Correct-horse-7-battery";

    public required string FullName { get; init; }

    /// <summary>The <c>sub</c>; empty while there is no account.</summary>
    public string UserId { get; init; } = "";

    /// <summary>Somebody nobody has heard of before.</summary>
    public static Person New()
    {
        var number = Interlocked.Increment(ref _born);
        return new Person
        {
            Phone = "+95979" + number.ToString("D7", CultureInfo.InvariantCulture),
            Email = $"person{number}@people.example",
            FullName = $"May Thida {number}",
        };
    }
}
