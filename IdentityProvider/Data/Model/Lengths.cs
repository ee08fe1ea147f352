namespace IdentityProvider.Data.Model;

/// <summary>How long texts may be. PostgreSQL refuses what is longer, so whoever takes input checks it first.</summary>
public static class Lengths
{
    /// <summary>A hash or a random handle (43 characters), with room for another algorithm.</summary>
    public const int Hash = 128;

    /// <summary>Our own short words: a purpose, a state, a reason.</summary>
    public const int Word = 64;

    /// <summary>A client, a subject, a session, a key.</summary>
    public const int Identifier = 200;

    /// <summary>E.164 has at most 15 digits and the plus sign.</summary>
    public const int Phone = 32;

    /// <summary>As ASP.NET Core Identity has it; RFC 5321 allows 254.</summary>
    public const int Email = 256;

    /// <summary>An IPv6 address with its zone.</summary>
    public const int NetworkAddress = 64;

    public const int UserAgent = 256;

    public const int Name = 200;

    public const int Line = 400;

    public const int Sentence = 1000;
}
