using IdentityProvider.Protocol.Authorization.Steps;
using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Sessions;
using IdentityProvider.Protocol.Tokens;
using Microsoft.Extensions.Logging;

namespace IdentityProvider.Protocol.Authorization;

/// <summary>
/// The whole of an authorization request (RFC 6749 4.1.1, OIDC Core 3.1.2), in order. A request that comes back after
/// a page runs through all of it again: it is judged by the client's data as they are then.
/// </summary>
internal sealed class AuthorizationPipeline(
    ClientAndRedirectUri target, IEnumerable<IAuthorizationStep> steps, AuthorizationCodes codes, ILogger<AuthorizationPipeline> logger)
{
    /// <summary>The steps below the line, in the order in which they run.</summary>
    public static IReadOnlyList<Type> Steps { get; } =
    [
        typeof(ResponseModeStep),            // how every answer from here on is sent
        typeof(RepeatedParametersStep),      // RFC 6749 3.1
        typeof(UnsupportedParametersStep),   // request, request_uri, registration: refused, never ignored
        typeof(ResponseTypeStep),
        typeof(ScopeStep),
        typeof(ProofKeyStep),                // RFC 7636
        typeof(PromptStep),                  // prompt, max_age
        typeof(HintStep),                    // nonce, login_hint, id_token_hint, acr_values, ...
        typeof(ClaimsStep),                  // OIDC Core 5.5

        typeof(DenialStep),                  // a page's no ends it
        typeof(SignInStep),
        typeof(AccountStep),
        typeof(ConsentStep),
    ];

    public async Task<AuthorizationOutcome> RunAsync(
        ProtocolParameters parameters, DateTimeOffset startedAt, UserSession? session, Decisions decisions, CancellationToken cancellationToken)
    {
        var trusted = await target.IdentifyAsync(parameters, cancellationToken);
        if (trusted is not ClientAndRedirectUri.Outcome.Trusted(var client, var redirectUri))
            return new AuthorizationOutcome.Unanswerable(((ClientAndRedirectUri.Outcome.Untrusted)trusted).Error);

        // ──────────────────────────────────────────────────────────────────────────────────────────────────────────
        // Above this line the redirect URI is not trusted: a rejection is the error page.
        // Below it, it is: a rejection is a redirect to the client (RFC 6749 4.1.2.1).
        // ──────────────────────────────────────────────────────────────────────────────────────────────────────────

        var request = new AuthorizationRequest
        {
            Parameters = parameters,
            Client = client,
            RedirectUri = redirectUri,
            StartedAt = startedAt,
            Session = session,
            Decisions = decisions,
        };
        try
        {
            foreach (var step in steps)
            {
                switch (await step.RunAsync(request, cancellationToken))
                {
                    case StepOutcome.Next(var next):
                        request = next;
                        break;
                    case StepOutcome.Rejected(var error):
                        return new AuthorizationOutcome.Rejected(request, error);
                    case StepOutcome.Asked(var question):
                        return new AuthorizationOutcome.Asked(request, question);
                }
            }

            return new AuthorizationOutcome.Granted(request, await IssueCodeAsync(request, cancellationToken));
        }
        catch (Exception reason) when (reason is not OperationCanceledException)
        {
            logger.AuthorizationFailed(reason);
            return new AuthorizationOutcome.Rejected(request, ProtocolErrors.ServerError);
        }
    }

    private Task<string> IssueCodeAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var grant = new TokenGrant
        {
            Client = request.Client,
            GrantId = RandomHandle.Create(),
            Session = request.Session!,
            Scopes = request.Scopes,
            Claims = request.Claims,
            Nonce = request.Parameters["nonce"],
        };
        return codes.CreateAsync(grant, request.RedirectUri, request.CodeChallenge, cancellationToken);
    }
}
