using IdentityProvider.Accounts.Abuse;

namespace IdentityProvider.Accounts;

/// <summary>
/// What keeps strangers from having codes sent at the owner's cost: <c>Accounts:Abuse</c>. An hour is that of the clock, a
/// day is in UTC. A limit of 0 is none; the others are at most 10 million.
/// </summary>
public sealed class AbusePolicy
{
    /// <summary>Codes an hour that one source address (IPv6: one /64) may ask for; one that is verified is given back. Default: 10.</summary>
    public int CodesPerAddressPerHour { get; set; } = 10;

    /// <summary>To numbers of how many countries one source address may ask for codes, a day; at most 240. Default: 3.</summary>
    public int CountriesPerAddressPerDay { get; set; } = 3;

    /// <summary>
    /// Codes a day to the numbers of one calling code that nobody enters; where more of its codes are verified, as many as those
    /// (<see cref="Allowance.Reserve(CodeHistory, int)"/>). Default: 50.
    /// </summary>
    public int CodesPerDialCodePerDay { get; set; } = 50;

    /// <summary>Whether the codes to a country that nobody enters are bounded, an hour and a day, by how many are verified (<see cref="Allowance"/>). Default: true.</summary>
    public bool UnverifiedBudget { get; set; } = true;

    /// <summary>Messages by SMS an hour, to everybody together. An event warns at 80 %. Default: 0.</summary>
    public int CodesPerHour { get; set; }

    /// <summary>Messages by SMS a day, to everybody together. An event warns at 80 %. Default: 0.</summary>
    public int CodesPerDay { get; set; }

    /// <summary>How long it is remembered what was refused; 1 day to 10 years. Default: 30 days.</summary>
    public TimeSpan KeepDecisions { get; set; } = TimeSpan.FromDays(30);
}
