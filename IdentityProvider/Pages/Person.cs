using IdentityProvider.Pages.Forms;

namespace IdentityProvider.Pages;

/// <summary>Who is signed in, as the pages show it.</summary>
/// <param name="User">The account.</param>
/// <param name="SessionId">The browser's session.</param>
public sealed record Person(User User, string SessionId)
{
    public string Name => string.IsNullOrWhiteSpace(User.FullName) ? Identifier : User.FullName;

    /// <summary>What the user signs in with.</summary>
    public string Identifier => User.PhoneNumber ?? User.Email ?? "";

    /// <summary>The name, unless a button would burst.</summary>
    public string ShortName => Name.Length <= LongestOnButton ? Name : Name[..LongestOnButton].TrimEnd() + "…";

    public string Initial => Initials.Of(Name.TrimStart('+'));

    private const int LongestOnButton = 28;
}
