using System.Buffers;

namespace IdentityProvider.Delivery.Sms;

/// <summary>What one SMS holds: 160 characters of the GSM alphabet (3GPP TS 23.038 6.2.1), or 70 of any other.</summary>
public static class SmsSegment
{
    private const int GsmCharacters = 160;
    private const int OtherCharacters = 70;

    /// <summary>Each takes the place of two: an escape comes first.</summary>
    private const string Extension = "^{}\\[~]|€\f";

    private static readonly SearchValues<char> Gsm = SearchValues.Create(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
        + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà" + Extension);

    /// <summary>Whether the text can be written in the GSM alphabet.</summary>
    public static bool IsGsm(string text) => !text.AsSpan().ContainsAnyExcept(Gsm);

    /// <summary>Whether the text goes out as one SMS rather than several, each of which costs.</summary>
    public static bool Holds(string text) =>
        IsGsm(text) ? text.Length + text.Count(Extension.Contains) <= GsmCharacters : text.Length <= OtherCharacters;
}
