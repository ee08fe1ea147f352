namespace IdentityProvider.Delivery.Templates;

/// <summary>A mail that asks for one thing, behind one link. Its text and its HTML say the same.</summary>
/// <param name="Language">A BCP 47 tag.</param>
/// <param name="Subject">The line above it.</param>
/// <param name="Greeting">Not with a name: who registers could write what they like into a mail to somebody else.</param>
/// <param name="Request">What is asked for.</param>
/// <param name="Button">The words on the link.</param>
/// <param name="Link">Where it leads.</param>
/// <param name="Paste">What stands above the address itself, for programs that don't follow the button.</param>
/// <param name="Validity">Until when it works.</param>
/// <param name="Comfort">What to do where it was not asked for.</param>
public sealed record LinkMail(
    string Language, string Subject, string Greeting, string Request, string Button, string Link, string Paste, string Validity, string Comfort)
{
    public string Text =>
        $"""
        {Greeting}

        {Request}

        {Link}

        {Validity}
        {Comfort}
        """;
}
