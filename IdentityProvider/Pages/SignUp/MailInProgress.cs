namespace IdentityProvider.Pages.SignUp;

/// <summary>A mail with a link that somebody in this browser waits for.</summary>
/// <param name="UserId">Whose address it confirms.</param>
/// <param name="Email">Where it went.</param>
/// <param name="RequestHandle">The request to go on with, if it still waits then; null: none.</param>
/// <param name="ReturnUrl">Where to go on else; null: nowhere in particular.</param>
public sealed record MailInProgress(Guid UserId, string Email, string? RequestHandle, string? ReturnUrl);

/// <summary>Keeps a <see cref="MailInProgress"/> between the pages.</summary>
public sealed class MailMemory(PageMemory memory)
{
    private const string Name = "confirm_email";

    public void Keep(MailInProgress mail) => memory.Keep(Name, mail);

    public MailInProgress? Find() => memory.Find<MailInProgress>(Name);
}
