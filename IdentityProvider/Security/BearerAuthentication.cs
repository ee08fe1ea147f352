using System.Security.Claims;
using System.Text.Encodings.Web;
using IdentityProvider.Accounts;
using IdentityProvider.Api;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Profiles;
using IdentityProvider.Protocol.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Security;

/// <summary>
/// Recognises callers of our own API by an access token of ours (RFC 6750): for the issuer as its audience, not revoked,
/// its session live and its user active, whose roles come along.
/// </summary>
internal sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    AccessTokenValidator tokens, IssuerProvider issuer)
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
                when await tokens.ValidateAsync(found.Token, issuer.Current, Context.RequestAborted) is { User: { } user } good:
                return AuthenticateResult.Success(new AuthenticationTicket(PrincipalOf(good.Content, user), SchemeName));
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

    private static ClaimsPrincipal PrincipalOf(AccessToken token, ActiveUser user) => new(new ClaimsIdentity(
    [
        new("sub", token.Subject),
        new("client_id", token.ClientId),
        .. token.SessionId is { } sid ? new[] { new Claim("sid", sid) } : [],
        .. token.Scopes.Select(scope => new Claim("scope", scope)),
        .. user.Roles.Select(role => new Claim("role", role)),
    ], SchemeName, "sub", "role"));
}
