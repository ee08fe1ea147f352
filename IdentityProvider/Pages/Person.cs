using IdentityProvider.Pages.Forms;

namespace IdentityProvider.Pages;

/// <summary>Who is signed in, as the pages show it.</summary>
/// <param name="User">The account.</param>
/// <param name="SessionId">The browser's session.</param>
/// <param name="Identifier">What the user signs in with.</param>
public sealed record Person(User User, string SessionId, string Identifier)
{
    public string Name => string.IsNullOrWhiteSpace(User.FullName) ? Identifier : User.FullName;

    /// <summary>What stands below the name; null: the name says it already.</summary>
    public string? BelowName => Name == Identifier ? null : Identifier;

    /// <summary>The name, unless a button would burst.</summary>
    public string ShortName => Name.Length <= LongestOnButton ? Name : Name[..LongestOnButton].TrimEnd() + "…";

    public string Initial => Initials.Of(Name.TrimStart('+'));

    private const int LongestOnButton = 28;
}
