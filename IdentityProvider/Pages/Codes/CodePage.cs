using System.ComponentModel.DataAnnotations;
using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Codes;

/// <summary>A page on which a code by SMS is asked for and entered. What the right code brings is the derived page's own.</summary>
public abstract class CodePage(OneTimeCodes codes, CodeMemory memory, TimeProvider clock) : HostedPage
{
    [BindProperty]
    [Required(ErrorMessage = "Enter your phone number.")]
    public string? Phone { get; set; }

    [BindProperty]
    [Required(ErrorMessage = "Enter the code from the SMS.")]
    public string? Code { get; set; }

    /// <summary>Asks for the number again, though a code is under way.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Change { get; set; }

    /// <summary>The code under way; null: the number is asked for first.</summary>
    public CodeInProgress? Current { get; private set; }

    /// <summary>Whether the right code was entered.</summary>
    public bool HasProof => Current?.Proof is not null;

    /// <summary>How long until another code can be asked for; zero: now.</summary>
    public TimeSpan ResendIn => Until(Current?.Ticket.ResendAt);

    /// <summary>How long the code can still be entered; zero: none is out.</summary>
    public TimeSpan ValidFor => Until(Current?.Ticket.ExpiresAt);

    /// <summary>The address of this page; its forms go there too, but for the query.</summary>
    public abstract string Path { get; }

    /// <summary>Whether the person may name another number than the one that the code went to.</summary>
    public virtual bool CanChangePhone => true;

    /// <summary>Whether a code is under way though another number is asked for: the user may want to go back to it.</summary>
    public bool CanEnterCode => Change && memory.Find(Purpose) is not null;

    protected abstract string Purpose { get; }

    /// <summary>The page that takes the proof which the right code brings.</summary>
    protected virtual string ProofPath => Path;

    protected OneTimeCodes Codes => codes;

    protected CodeMemory Memory => memory;

    /// <summary>Asks for a code.</summary>
    protected virtual Task<CodeOutcome> AskAsync(string phone, string? rememberToken) => codes.RequestAsync(phone, Purpose, rememberToken, RequestSource.Of(HttpContext), Aborted);

    /// <summary>Hands in the code that was entered. The proof that it brings is kept for what the code was asked for.</summary>
    protected virtual async Task<IActionResult> RedeemAsync(CodeInProgress current, string code)
    {
        switch (await codes.VerifyAsync(current.Phone, Purpose, code, current.Ticket.RememberToken, RequestSource.Of(HttpContext), Aborted))
        {
            case CodeVerification.Verified { VerifyToken: var proof }:
                memory.Keep(current with { Proof = proof });
                return SeeOther(LinkTo(ProofPath));
            case CodeVerification.Refused { Error: var error }:
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }

    protected override async Task<IActionResult?> EnterAsync()
    {
        Current = Change ? null : memory.Find(Purpose);
        return await base.EnterAsync();
    }

    /// <summary>The code, or the proof that it brought, is of no use any more: a code is asked for anew.</summary>
    protected void StartAgain()
    {
        memory.Forget(Purpose);
        Phone = Current?.Phone;
        Current = null;
    }

    /// <summary>Whatever was sent belongs to a code that this browser does not know, or no longer.</summary>
    protected Task<IActionResult> RefuseLostAsync()
    {
        ModelState.Clear();
        ModelState.AddModelError("", "No code is under way in this browser: it was used already, is too old, or was asked for in another browser. Start again.");
        return ShowAgainAsync();
    }

    public virtual Task<IActionResult> OnGetAsync() => ShowAsync();

    public virtual async Task<IActionResult> OnPostSendAsync()
    {
        ModelState.Remove(nameof(Code));
        (Change, Current) = (true, null);
        return Phone is { Length: > 0 } phone ? await SendAsync(phone, rememberToken: null) : await ShowAgainAsync();
    }

    public async Task<IActionResult> OnPostResendAsync()
    {
        ModelState.Clear();
        return Current is null ? await RefuseLostAsync() : await SendAsync(Current.Phone, Current.Ticket.RememberToken);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        ModelState.Remove(nameof(Phone));
        if (Current is null)
            return await RefuseLostAsync();
        if (Current.Proof is not null)
            return SeeOther(LinkTo(ProofPath));
        return Code is { Length: > 0 } code ? await RedeemAsync(Current, code) : await ShowAgainAsync();
    }

    protected async Task<IActionResult> SendAsync(string phone, string? rememberToken)
    {
        switch (await AskAsync(phone, rememberToken))
        {
            case CodeOutcome.Sent sent:
                memory.Keep(new CodeInProgress(Purpose, phone, sent.Ticket));
                if (rememberToken is not null)
                    Notice = "A new code is on its way. The one before no longer works.";
                return SeeOther(LinkTo(Path));
            case CodeOutcome.Refused refused:
                return await RefuseAsync(refused.Error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }

    private TimeSpan Until(DateTimeOffset? instant)
    {
        var left = (instant ?? DateTimeOffset.MinValue) - clock.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
