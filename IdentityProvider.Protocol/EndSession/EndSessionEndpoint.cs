using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.EndSession;

/// <summary>The end session endpoint (RP-Initiated Logout 2), by GET and POST.</summary>
internal sealed class EndSessionEndpoint(EndSessionRequest request, PendingLogouts pendingLogouts, IBrowserSession browserSession, IOptions<ProtocolOptions> options)
{
    public async Task HandleAsync(HttpContext http)
    {
        var read = HttpMethods.IsPost(http.Request.Method) ? await ProtocolRequest.ReadBodyAsync(http) : ProtocolRequest.ReadQuery(http);
        if (read is not ParametersOutcome.Read(var parameters))
        {
            ErrorPage.Show(http, ((ParametersOutcome.Unreadable)read).Error);
            return;
        }

        var session = await browserSession.FindAsync(http);
        if (session is null && CrossSitePost.TryRepeatAsGet(http, parameters))
            return;
        switch (await request.DecideAsync(parameters, session, http.RequestAborted))
        {
            case EndSessionOutcome.Refused(var error):
                ErrorPage.Show(http, error);
                break;
            case EndSessionOutcome.EndNow(var redirectUri):
                // A cookie whose session is not seen is none of this request's business.
                if (session is not null)
                    await browserSession.EndAsync(http);
                AuthorizationResponse.Redirect(http, redirectUri ?? http.Request.PathBase + options.Value.LoggedOutPath);
                break;
            case EndSessionOutcome.AskFirst(var clientId, var redirectUri):
                var handle = await pendingLogouts.AddAsync(clientId, redirectUri, http.RequestAborted);
                AuthorizationResponse.Redirect(http, $"{http.Request.PathBase}{options.Value.LogoutPath}?request={Uri.EscapeDataString(handle)}");
                break;
        }
    }
}
