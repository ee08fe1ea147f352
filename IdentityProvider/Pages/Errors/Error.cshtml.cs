using System.Diagnostics;
using IdentityProvider.Protocol.Errors;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityProvider.Pages.Errors;

/// <summary>
/// What went wrong, in plain words. It is shown in place of another answer and keeps that answer's status. It takes any
/// method, since any request can fail, and changes nothing, so it asks for no antiforgery token.
/// </summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class ErrorModel : PageModel
{
    public string Title { get; private set; } = "";

    public string Text { get; private set; } = "";

    /// <summary>The protocol's error code, for whoever builds the client; null where it was none of the protocol.</summary>
    public string? Code { get; private set; }

    public string? Detail { get; private set; }

    /// <summary>Where one can go from here, beside the start page.</summary>
    public IReadOnlyList<PageWay> Ways { get; private set; } = [];

    /// <summary>Stands in the log too. Null where there is nothing to look up: a page that is not there, a request that ran out.</summary>
    public string? Reference { get; private set; }

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var status = FailedStatus();
        Response.StatusCode = status;
        if (status != StatusCodes.Status404NotFound && HttpContext.Features.Get<PageProblem>() is null)
            Reference = Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;
        if (!ErrorPages.WantsPage(HttpContext))
            context.Result = new ObjectResult(new ProblemDetails { Status = status, Title = Words(status).Title }) { StatusCode = status };
        else if (HttpContext.Features.Get<ProtocolErrorFeature>() is { } failure)
            Show(failure);
        else
            (Title, Text, Ways) = HttpContext.Features.Get<PageProblem>() is { } problem ? (problem.Title, problem.Text, problem.Ways) : Words(status);
    }

    public void OnGet() { }

    // Somebody who types the address of this page finds nothing there.
    private int FailedStatus()
    {
        var failed = HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || HttpContext.Features.Get<IExceptionHandlerFeature>() is not null;
        return failed && Response.StatusCode >= StatusCodes.Status400BadRequest ? Response.StatusCode : StatusCodes.Status404NotFound;
    }

    private void Show(ProtocolErrorFeature failure)
    {
        Reference = failure.ReferenceId;
        if (failure.Error.Code == ProtocolErrorFeature.RequestExpired)
        {
            (Title, Text) = ("This sign-in is over", failure.Error.Description);
            return;
        }

        Title = "This app's request can't be served";
        Text = "The app that sent you here asked in a way that can't be answered safely, so nothing was sent back to it. "
            + "Go back to the app and try again; if it happens again, tell the people who run it.";
        Code = failure.Error.Code;
        Detail = failure.Error.Description;
    }

    private static (string Title, string Text, PageWay[] Ways) Words(int status) => status switch
    {
        404 => ("There is no such page", "The address may be mistyped, or the page has moved.", []),
        403 => ("You may not see this page", "Your account doesn't have the right to open it.", []),
        405 => ("This address can't be opened like that", "It is meant to be reached from another page. Start again from there.", []),
        413 => ("That was too much at once", "What was sent is larger than this server accepts. Nothing was changed.", []),
        429 => ("Too many attempts", "Wait a little and try again.", []),
        >= 500 => ("Something went wrong on our side", "It has been recorded. Try again in a moment; if it happens again, tell us the reference below.", []),
        _ => ("This request can't be understood", "Go back and try again. Nothing was changed.", []),
    };
}
