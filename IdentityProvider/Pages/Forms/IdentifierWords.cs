using IdentityProvider.Accounts;

namespace IdentityProvider.Pages.Forms;

/// <summary>How the pages call what somebody is reached by or signs in with: a phone number, an e-mail address, or either.</summary>
internal static class IdentifierWords
{
    /// <summary>The label of a field that takes it.</summary>
    public static string Label(Channels accepted) => accepted switch
    {
        Channels.Phone => "Phone number",
        Channels.Email => "E-mail",
        _ => "Phone number or e-mail",
    };

    /// <summary>Within a sentence.</summary>
    public static string Noun(Channels accepted) => accepted switch
    {
        Channels.Phone => "phone number",
        Channels.Email => "e-mail address",
        _ => "phone number or e-mail address",
    };

    /// <summary>What the <c>type</c> of the input is.</summary>
    public static string InputType(Channels accepted) => accepted switch
    {
        Channels.Phone => "tel",
        Channels.Email => "email",
        _ => "text",
    };

    /// <summary>Which keyboard a phone shows; null: the usual one.</summary>
    public static string? InputMode(Channels accepted) => accepted switch
    {
        Channels.Phone => "tel",
        Channels.Email => "email",
        _ => null,
    };

    /// <summary>The most that can be right in such a field, with some room.</summary>
    public static int MaxLength(Channels accepted) => accepted == Channels.Phone ? 32 : 254;

    /// <summary>What is said where nothing was typed.</summary>
    public static string Missing(Channels accepted) => $"Enter your {Noun(accepted)}.";
}
