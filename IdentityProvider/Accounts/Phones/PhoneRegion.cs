using System.Collections.Immutable;

namespace IdentityProvider.Accounts.Phones;

/// <summary>How one region numbers its phones.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Name">In English.</param>
/// <param name="CallingCode">What stands after the plus sign.</param>
/// <param name="International">What is dialled for abroad in place of the plus sign; there can be several.</param>
/// <param name="Trunk">What is dialled before a number within the region and falls away with the calling code; empty: nothing.</param>
/// <param name="Lengths">How many digits its numbers have after the calling code.</param>
public sealed record PhoneRegion(
    string Country, string Name, string CallingCode, ImmutableArray<string> International, string Trunk, DigitCounts Lengths);
