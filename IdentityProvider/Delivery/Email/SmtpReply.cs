using System.Globalization;

namespace IdentityProvider.Delivery.Email;

/// <summary>What a mail server answers (RFC 5321 4.2).</summary>
/// <param name="Code">Three digits; the first tells success (2), a question (3), not now (4) or never (5).</param>
/// <param name="Lines">The texts; they may repeat the address, and stay here.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsPositive => Code is >= 200 and < 400;

    /// <summary>The keyword of an extension that the answer to EHLO lists, with its parameters; null: it is not offered.</summary>
    public string? Extension(string keyword) => Lines.Skip(1).FirstOrDefault(line =>
        line.Equals(keyword, StringComparison.OrdinalIgnoreCase) || line.StartsWith(keyword + " ", StringComparison.OrdinalIgnoreCase));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"smtp_{Code}");
}

/// <summary>The server did not take the mail; what came of it says the rest.</summary>
internal sealed class SmtpRefusalException(SendOutcome outcome) : Exception("The mail server did not take the mail.")
{
    public SendOutcome Outcome => outcome;
}
