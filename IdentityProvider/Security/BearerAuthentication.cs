using System.Security.Claims;
using System.Text.Encodings.Web;
using IdentityProvider.Accounts;
using IdentityProvider.Api;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Scopes;
using IdentityProvider.Protocol.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Security;

/// <summary>
/// Recognises callers of our own API by an access token of ours (RFC 6750): for the issuer as its audience, not revoked, with those of its
/// scopes that its client may still have. It speaks for a user, whose session is live and whose roles come along, or for the client itself.
/// </summary>
internal sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    AccessTokenValidator tokens, IClientStore clients, IssuerProvider issuer)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        switch (await BearerToken.ReadAsync(Context, acceptForm: false))
        {
            case BearerToken.Missing:
                return AuthenticateResult.NoResult();
            case BearerToken.Refused:
                return AuthenticateResult.Fail("The request names its token in a wrong way.");
            case BearerToken.Found found
                when await tokens.ValidateAsync(found.Token, issuer.Current, Context.RequestAborted) is { } good
                    && await clients.FindAsync(good.Content.ClientId, Context.RequestAborted) is { } client:
                return AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(good, ScopesOf(good, client)), SchemeName));
            default:
                return AuthenticateResult.Fail("The token is not valid.");
        }
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // RFC 6750 3.1: no error code for a request that brought no token at all.
        var result = await HandleAuthenticateOnceSafeAsync();
        Response.Headers.WWWAuthenticate = result.None ? "Bearer" : "Bearer error=\"invalid_token\"";
        await new Problem(AccountErrors.TokenInvalid).ExecuteAsync(Context);
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_scope\"";
        await new Problem(AccountErrors.ScopeMissing).ExecuteAsync(Context);
    }

    // A scope that was taken from the client counts no more, though the token still names it. For itself a client only administers.
    private static IEnumerable<string> ScopesOf(GoodToken token, Client client)
    {
        var allowed = ScopeList.Of(client);
        return token.Content.Scopes.Where(scope => allowed.Contains(scope) && (token.User is not null || scope is Authentication.Users or Authentication.Clients));
    }

    private static ClaimsPrincipal PrincipalOf(GoodToken token, IEnumerable<string> scopes)
    {
        var content = token.Content;
        List<Claim> claims = [new("client_id", content.ClientId), .. scopes.Select(scope => new Claim("scope", scope))];
        // Without a user it has no subject here: a client's identifier must not pass for a person's.
        if (token.User is { } user)
            claims.AddRange([new("sub", content.Subject), .. user.Roles.Select(role => new Claim("role", role))]);
        if (token.User is not null && content.SessionId is { } sid)
            claims.Add(new("sid", sid));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName, "sub", "role"));
    }
}
