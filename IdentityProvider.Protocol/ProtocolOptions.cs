using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol;

/// <summary>Settings of the protocol engine.</summary>
public sealed class ProtocolOptions
{
    /// <summary>
    /// The issuer identifier (OIDC Discovery 3): an https URL without query or fragment, no slash at its end. May be left
    /// out only where <see cref="AllowInsecureIssuer"/> is set; then it is the origin of each request.
    /// </summary>
    public string? Issuer { get; set; }

    /// <summary>For development: the issuer may be http, or follow the request. Default: false.</summary>
    public bool AllowInsecureIssuer { get; set; }

    /// <summary>The host's sign-in page. It gets the handle of the waiting request as <c>request</c>, as the other pages do.</summary>
    public string LoginPath { get; set; } = "/account/login";

    /// <summary>The host's page for <c>prompt=select_account</c>.</summary>
    public string SelectAccountPath { get; set; } = "/account/select";

    /// <summary>The host's consent page.</summary>
    public string ConsentPath { get; set; } = "/account/consent";

    /// <summary>The host's page that asks whether to sign out.</summary>
    public string LogoutPath { get; set; } = "/account/logout";

    /// <summary>The host's page that says one is signed out.</summary>
    public string LoggedOutPath { get; set; } = "/account/logged-out";

    /// <summary>The authentication context classes a sign-in here can reach, for <c>acr_values_supported</c>.</summary>
    public IReadOnlyList<string> AcrValuesSupported { get; set; } = ["1"];

    /// <summary>How long an authorization code can be redeemed. Default: 60 seconds; at most 10 minutes (RFC 6749 4.1.2).</summary>
    public TimeSpan AuthorizationCodeLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an ID token is valid. Default: 1 hour.</summary>
    public TimeSpan IdTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long an access token is valid where its client says nothing else. Default: 1 hour; at most 24.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a family of refresh tokens lives where its client says nothing else. Default: 30 days.</summary>
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>A refresh token that is not used for so long expires, though its family might live on. Default: 14 days.</summary>
    public TimeSpan RefreshTokenIdleLifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>
    /// How long after its use the same refresh token gets the same successor instead of raising the theft alarm: tabs
    /// and mobile clients retry. Default: 10 seconds; zero: never.
    /// </summary>
    public TimeSpan RefreshTokenGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request waits for the user to sign in and consent. Default: 1 hour.</summary>
    public TimeSpan InteractionLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a remembered consent holds. Default: 365 days.</summary>
    public TimeSpan ConsentLifetime { get; set; } = TimeSpan.FromDays(365);

    /// <summary>
    /// How long an access token that was found good is taken for good, and its user for having the same roles, without
    /// another look at session, user and revocation, unless this node hears of a change. Default: 1 second, the longest that a change made at another
    /// node can take to be heeded; zero: every request looks.
    /// </summary>
    public TimeSpan LivenessCheckInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a key signs before the next one does. Default: 90 days.</summary>
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long a key is published before it signs, so that every client has seen it. Default: 14 days.</summary>
    public TimeSpan KeyAnnouncement { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long a key is published after it has signed for the last time. Default: 14 days; longer than any token it signed.</summary>
    public TimeSpan KeyRetirement { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long clients may cache discovery and JWKS. Default: 15 minutes.</summary>
    public TimeSpan MetadataCacheLifetime { get; set; } = TimeSpan.FromMinutes(15);
}

/// <summary>Stops a start with settings that can't work; names all of them at once.</summary>
internal sealed class ProtocolOptionsValidator : IValidateOptions<ProtocolOptions>
{
    public ValidateOptionsResult Validate(string? name, ProtocolOptions options)
    {
        var wrong = new List<string>();
        CheckIssuer(options, wrong);
        CheckRange(wrong, nameof(options.AuthorizationCodeLifetime), options.AuthorizationCodeLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        CheckRange(wrong, nameof(options.IdTokenLifetime), options.IdTokenLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        CheckRange(wrong, nameof(options.AccessTokenLifetime), options.AccessTokenLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        CheckRange(wrong, nameof(options.RefreshTokenLifetime), options.RefreshTokenLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(3650));
        CheckRange(wrong, nameof(options.RefreshTokenIdleLifetime), options.RefreshTokenIdleLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(3650));
        CheckRange(wrong, nameof(options.RefreshTokenGrace), options.RefreshTokenGrace, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        CheckRange(wrong, nameof(options.InteractionLifetime), options.InteractionLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        CheckRange(wrong, nameof(options.ConsentLifetime), options.ConsentLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650));
        CheckRange(wrong, nameof(options.LivenessCheckInterval), options.LivenessCheckInterval, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        CheckRange(wrong, nameof(options.KeyLifetime), options.KeyLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650));
        CheckRange(wrong, nameof(options.KeyAnnouncement), options.KeyAnnouncement, TimeSpan.Zero, options.KeyLifetime);
        CheckRange(wrong, nameof(options.KeyRetirement), options.KeyRetirement, TimeSpan.FromDays(1), TimeSpan.FromDays(3650));
        CheckRange(wrong, nameof(options.MetadataCacheLifetime), options.MetadataCacheLifetime, TimeSpan.Zero, TimeSpan.FromDays(1));
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static void CheckIssuer(ProtocolOptions options, List<string> wrong)
    {
        if (options.Issuer is null)
        {
            if (!options.AllowInsecureIssuer)
                wrong.Add("Issuer is not set: set it to the https URL under which clients reach the provider.");
            return;
        }

        if (!Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer) || (issuer.Scheme != Uri.UriSchemeHttps && issuer.Scheme != Uri.UriSchemeHttp))
            wrong.Add($"Issuer is not a URL: '{options.Issuer}'.");
        else if (issuer.Scheme != Uri.UriSchemeHttps && !options.AllowInsecureIssuer)
            wrong.Add($"Issuer must be https: '{options.Issuer}'.");
        else if (issuer.Query.Length > 0 || issuer.Fragment.Length > 0 || issuer.UserInfo.Length > 0 || options.Issuer.EndsWith('/'))
            wrong.Add($"Issuer must have no query, fragment, user or slash at its end: '{options.Issuer}'.");
    }

    private static void CheckRange(List<string> wrong, string setting, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
            wrong.Add($"{setting} is {value}; it must be from {least} to {most}.");
    }
}
