using IdentityProvider.Accounts;
using IdentityProvider.Delivery.Templates;
using IdentityProvider.Pages.Errors;
using IdentityProvider.Protocol.Authorization;
using IdentityProvider.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Pages;

/// <summary>
/// A page with a form, perhaps on behalf of a client whose authorization request waits (<c>?request=</c>). The antiforgery
/// token is checked here rather than by the framework's filter, which runs before the fields are bound: so the page can
/// be shown again with what was typed, instead of a bare 400.
/// </summary>
[IgnoreAntiforgeryToken]
[RequestSizeLimit(LargestForm)]
public abstract class HostedPage : PageModel
{
    private const int LargestForm = 64 * 1024;

    /// <summary>The handle of the request that waits; kept over every link between the pages.</summary>
    [BindProperty(SupportsGet = true, Name = "request")]
    public string? RequestHandle { get; set; }

    /// <summary>Where to go after signing in, where no request waits. Only addresses of our own count.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Good news that the next page tells, once.</summary>
    [TempData]
    public string? Notice { get; set; }

    public PendingAuthorization? Pending { get; private set; }

    /// <summary>Why the form was refused; null: it was not, or not by the rules of accounts.</summary>
    public AccountError? Refusal { get; private set; }

    private AuthorizationInteraction Interaction => HttpContext.RequestServices.GetRequiredService<AuthorizationInteraction>();

    protected CancellationToken Aborted => HttpContext.RequestAborted;

    /// <summary>Takes up a request that this browser began on another page, if it still waits.</summary>
    protected async Task ResumeAsync(string? handle) => Pending = await Interaction.FindAsync(handle, Aborted);

    /// <summary>Whether the password or the code was right, and the account is in use elsewhere.</summary>
    public bool IsSignedInElsewhere => Refusal?.Code == AccountErrors.AlreadySignedIn.Code;

    /// <summary>The user says no to the request that waits.</summary>
    protected Task DenyAsync() => Pending is null ? Task.CompletedTask : Interaction.DenyAsync(Pending.Handle, Aborted);

    /// <summary>Loads what the page shows, and shows it: for GET, and again after a form that was refused.</summary>
    protected virtual Task<IActionResult> ShowAsync() => Task.FromResult<IActionResult>(Page());

    /// <summary>Runs before every handler; a result is the answer instead of the handler's.</summary>
    protected virtual async Task<IActionResult?> EnterAsync()
    {
        if (string.IsNullOrEmpty(RequestHandle))
            return null;
        Pending = await Interaction.FindAsync(RequestHandle, Aborted);
        if (Pending is null)
            return Problem("This sign-in is no longer open", "It has been finished, has waited for too long, or began in another browser. Go back to the app and sign in from there.");
        var policy = HttpContext.RequestServices.GetRequiredService<ContentSecurityPolicy>();
        policy.AllowFormToEndAt(Pending.RedirectUri);
        if (Pending.Client.LogoUri is { } logo)
            policy.AllowImage(logo);
        return null;
    }

    /// <summary>Runs after <see cref="EnterAsync"/>, for a form that is ours: what has to be cleared up before the handler; null: nothing.</summary>
    protected virtual Task<IActionResult?> HoldAsync() => Task.FromResult<IActionResult?>(null);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var instead = await EnterAsync();
        RequestLanguage.Prefer(Pending?.UiLocales ?? []);
        if (instead is not null)
            context.Result = instead;
        else if (await RefuseForgeryAsync() is { } refusal)
            context.Result = refusal;
        else if (await HoldAsync() is { } first)
            context.Result = first;
        else
            await next();
    }

    /// <summary>The address of another page of ours, with the request that waits.</summary>
    /// <param name="path">The page.</param>
    /// <param name="handler">Which of its forms; null: the page itself.</param>
    /// <param name="with">A switch to set; null: none.</param>
    public string LinkTo(string path, string? handler = null, string? with = null) =>
        QueryHelpers.AddQueryString(Url.Content("~" + path), new Dictionary<string, string?>
        {
            ["handler"] = handler,
            [with ?? "-"] = with is null ? null : "true",
            ["request"] = Pending?.Handle,
            ["returnUrl"] = Pending is null && Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : null,
        });

    /// <summary>On to where the user wanted to go: back to the request that waits, the page they came from, or the account.</summary>
    protected IActionResult Continue()
    {
        if (Pending is not null)
            return SeeOther(Request.PathBase + AuthorizationInteraction.ResumePath(Pending.Handle));
        return SeeOther(Url.Content(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "~/account"));
    }

    /// <summary>To the sign-in, and back to this page.</summary>
    protected StatusCodeResult SignInFirst() =>
        SeeOther(QueryHelpers.AddQueryString(Url.Content("~/account/login"), "returnUrl", Request.PathBase + Request.Path));

    /// <summary>303: whatever this request was, the next one is a GET (RFC 9110 15.4.4).</summary>
    protected StatusCodeResult SeeOther(string address)
    {
        // A header has ASCII only. The rest stays as it is: to write the path in another way could make it another address.
        Response.Headers[HeaderNames.Location] = string.Concat(address.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>Shows the form again, with what the refusal says beside the fields it is about.</summary>
    protected virtual Task<IActionResult> RefuseAsync(AccountError error)
    {
        // Their account went while the form was open.
        if (error == AccountErrors.TokenInvalid)
            return Task.FromResult<IActionResult>(SignInFirst());
        Refusal = error;
        foreach (var (field, sentences) in error.Errors ?? new Dictionary<string, string[]>())
        {
            foreach (var sentence in sentences)
                ModelState.AddModelError(field, sentence);
        }

        if (ModelState.ErrorCount == 0)
            ModelState.AddModelError("", error.Detail + WaitingTime.Sentence(error.RetryAfter));
        if (error.RetryAfter is { } wait)
            Response.Headers[HeaderNames.RetryAfter] = WaitingTime.Seconds(wait);
        // 401 would ask for a challenge that browsers answer with a box of their own.
        return ShowAgainAsync(error.Status == StatusCodes.Status401Unauthorized ? StatusCodes.Status400BadRequest : error.Status);
    }

    /// <summary>Shows the form again with the errors that the model state holds.</summary>
    protected Task<IActionResult> ShowAgainAsync(int status = StatusCodes.Status400BadRequest)
    {
        Response.StatusCode = status;
        return ShowAsync();
    }

    /// <summary>The error page, in words of our own.</summary>
    protected IActionResult Problem(string title, string text, int status = StatusCodes.Status400BadRequest, params PageWay[] ways)
    {
        HttpContext.Features.Set(new PageProblem(title, text, ways));
        return StatusCode(status);
    }

    private async Task<IActionResult?> RefuseForgeryAsync()
    {
        try
        {
            var antiforgery = HttpContext.RequestServices.GetRequiredService<IAntiforgery>();
            return await antiforgery.IsRequestValidAsync(HttpContext) ? null : await AskAgainAsync();
        }
        catch (AntiforgeryValidationException exception)
        {
            // The body is no form, or one too large: nothing was bound, so there is nothing to show again.
            var status = (exception.InnerException as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            return Problem("This form can't be read", "What was sent is damaged, or too large. Nothing was changed: go back and try again.", status);
        }
    }

    private Task<IActionResult> AskAgainAsync()
    {
        foreach (var field in ModelState.Keys.ToList())
            ModelState.ClearValidationState(field);
        ModelState.AddModelError("", "This page had been open for a long time, or you signed in or out in another tab. Nothing was changed: check the form and send it again.");
        return ShowAgainAsync();
    }
}
