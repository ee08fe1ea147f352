namespace IdentityProvider.Accounts.Phones;

/// <summary>What a number is for, as far as the numbering plan of its country tells.</summary>
public enum PhoneKind
{
    /// <summary>Of the right length, in no range that the table has.</summary>
    Unknown,

    Mobile,

    /// <summary>The plan does not tell mobile and fixed numbers apart, as in North America.</summary>
    Any,

    /// <summary>A landline, or telephony over the internet.</summary>
    Fixed,

    /// <summary>Premium rate, shared cost, free of charge, pagers, machines.</summary>
    Special,

    /// <summary>Never given to anybody.</summary>
    None,
}
