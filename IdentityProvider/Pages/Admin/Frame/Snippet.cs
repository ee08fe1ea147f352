namespace IdentityProvider.Pages.Admin.Frame;

/// <summary>Text to take over somewhere else: code, a command, a secret.</summary>
/// <param name="Title">What it is, or for which file; null: what stands around it says so.</param>
/// <param name="Text">The text.</param>
public sealed record Snippet(string? Title, string Text)
{
    /// <summary>It is shown this once, and never again.</summary>
    public bool Once { get; init; }
}
