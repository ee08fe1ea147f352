using System.Buffers;

namespace IdentityProvider.Delivery.Sms;

/// <summary>The letters that an SMS can carry in seven bits, 160 a segment (3GPP TS 23.038 6.2.1, basic and extension table). One other, and only 70 fit.</summary>
internal static class GsmAlphabet
{
    private static readonly SearchValues<char> Letters = SearchValues.Create(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
        + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
        + "^{}\\[~]|€\f");

    public static bool Holds(string text) => !text.AsSpan().ContainsAnyExcept(Letters);
}
