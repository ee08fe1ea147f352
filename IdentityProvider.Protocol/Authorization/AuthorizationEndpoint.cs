using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Authorization;

/// <summary>The authorization endpoint (RFC 6749 3.1), and the place where a request goes on after a page.</summary>
internal sealed class AuthorizationEndpoint(
    AuthorizationPipeline pipeline, PendingRequests pendingRequests, IBrowserSession browserSession, IssuerProvider issuer, IOptions<ProtocolOptions> options, ILogger<AuthorizationEndpoint> logger)
{
    public async Task AuthorizeAsync(HttpContext http, TimeProvider time)
    {
        var read = HttpMethods.IsPost(http.Request.Method) ? await ProtocolRequest.ReadBodyAsync(http) : ProtocolRequest.ReadQuery(http);
        if (read is not ParametersOutcome.Read(var parameters))
        {
            ShowError(http, ((ParametersOutcome.Unreadable)read).Error);
            return;
        }

        var session = await browserSession.FindAsync(http);
        if (session is null && CrossSitePost.TryRepeatAsGet(http, parameters))
            return;
        var outcome = await pipeline.RunAsync(parameters, time.GetUtcNow(), session, Decisions.None, http.RequestAborted);
        if (outcome is AuthorizationOutcome.Asked(var request, var question))
            Ask(http, question, await pendingRequests.AddAsync(request, question, http.RequestAborted));
        else
            await AnswerAsync(http, outcome);
    }

    public async Task ResumeAsync(HttpContext http)
    {
        var handle = http.Request.Query["request"].ToString();
        if (await pendingRequests.FindAsync(handle, http.RequestAborted) is not { } pending)
        {
            ShowError(http, ProtocolErrors.RequestExpired);
            return;
        }

        var session = await browserSession.FindAsync(http);
        var outcome = await pipeline.RunAsync(new ProtocolParameters(pending.Parameters), pending.StartedAt, session, pending.Decisions, http.RequestAborted);
        if (outcome is AuthorizationOutcome.Asked(var request, var question))
        {
            await pendingRequests.UpdateAsync(handle, request, pending, question, http.RequestAborted);
            Ask(http, question, handle);
            return;
        }

        await pendingRequests.RemoveAsync(handle, http.RequestAborted);
        await AnswerAsync(http, outcome);
    }

    private void Ask(HttpContext http, Question question, string handle)
    {
        var page = question switch
        {
            Question.SignIn => options.Value.LoginPath,
            Question.Account => options.Value.SelectAccountPath,
            _ => options.Value.ConsentPath,
        };
        AuthorizationResponse.Redirect(http, $"{http.Request.PathBase}{page}?request={Uri.EscapeDataString(handle)}");
    }

    private Task AnswerAsync(HttpContext http, AuthorizationOutcome outcome)
    {
        switch (outcome)
        {
            case AuthorizationOutcome.Granted(var request, var code):
                return SendAsync(http, request, [new("code", code)]);
            case AuthorizationOutcome.Rejected(var request, var error):
                logger.AuthorizationRejected(request.Client.ClientId, error.Code);
                return SendAsync(http, request, [new("error", error.Code), new("error_description", error.Description)]);
            case AuthorizationOutcome.Unanswerable(var error):
                ShowError(http, error);
                return Task.CompletedTask;
            default:
                throw new InvalidOperationException("A question is not an answer.");
        }
    }

    private Task SendAsync(HttpContext http, AuthorizationRequest request, List<KeyValuePair<string, string?>> parameters)
    {
        if (request.State is not null)
            parameters.Add(new("state", request.State));
        // RFC 9207 2: the client sees who answers, so that no other provider can pass itself off.
        parameters.Add(new("iss", issuer.Current));
        return AuthorizationResponse.SendAsync(http, request.ResponseMode, request.RedirectUri, parameters);
    }

    private void ShowError(HttpContext http, ProtocolError error)
    {
        var reference = ErrorPage.Show(http, error);
        logger.AuthorizationUnanswerable(error.Code, reference);
    }
}
