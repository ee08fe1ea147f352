using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Protocol;
using static IdentityProvider.Pages.Admin.Clients.Snippets.ConnectValues;

namespace IdentityProvider.Pages.Admin.Clients.Snippets;

/// <summary>What needs no program: a web server's configuration, and a shell.</summary>
internal static class ServerSnippets
{
    /// <summary>Apache's <c>mod_auth_openidc</c>: everything behind it wants a sign-in.</summary>
    public static Snippet Apache(ConnectValues values) => new("auth_openidc.conf", $$"""
        # CLIENT_SECRET and CRYPTO_PASSPHRASE come from the server's environment.
        OIDCProviderMetadataURL {{InApache(values.Issuer + ProtocolPaths.Discovery)}}
        OIDCClientID {{InApache(values.Client.ClientId)}}
        OIDCClientSecret "${CLIENT_SECRET}"
        {{RedirectUri(values)}}
        OIDCCryptoPassphrase "${CRYPTO_PASSPHRASE}"
        OIDCScope {{InApache(values.Client.Scope)}}
        OIDCPKCEMethod S256
        OIDCRemoteUserClaim sub

        <Location "/">
            AuthType openid-connect
            Require valid-user
        </Location>
        """);

    /// <summary>A token for the client itself.</summary>
    public static Snippet Machine(ConnectValues values) => new("curl", $$"""
        curl --fail-with-body {{InShell(values.Issuer + ProtocolPaths.Token)}} \
          --data grant_type=client_credentials \
          --data-urlencode client_id={{InShell(values.Client.ClientId)}} \
          --data-urlencode "client_secret=$CLIENT_SECRET" \
          --data-urlencode scope={{InShell(values.Client.Scope)}}
        """);

    /// <summary>The house's own app asks for phone number or e-mail and password itself.</summary>
    public static Snippet AccountGrant(ConnectValues values, string grant) => new("curl", $$"""
        curl --fail-with-body {{InShell(values.Issuer + ProtocolPaths.Token)}} \
          --data-urlencode grant_type={{InShell(grant)}} \
          --data-urlencode client_id={{InShell(values.Client.ClientId)}} \{{Secret(values)}}
        {{Fields(grant)}}
          --data-urlencode scope={{InShell(values.Client.Scope)}}
        """);

    // Apache answers every request of this address, so it can't be that of the home page.
    private static string RedirectUri(ConnectValues values)
    {
        if (values.RedirectUriBesideHome is { } uri)
            return $"OIDCRedirectURI {InApache(uri)}";
        var other = new Uri(new Uri(values.RedirectUri), "/callback").AbsoluteUri;
        return $"# Add this one to the redirect URIs of the client: it is for Apache alone, not a page.\nOIDCRedirectURI {InApache(other)}";
    }

    private static string Secret(ConnectValues values) => values.Client.IsPublic ? "" : "\n  --data-urlencode \"client_secret=$CLIENT_SECRET\" \\";

    private static string Fields(string grant) => grant[(grant.LastIndexOf(':') + 1)..] switch
    {
        "phone_password" => "  --data-urlencode \"phone=$PHONE\" \\\n  --data-urlencode \"password=$PASSWORD\" \\",
        "email_password" => "  --data-urlencode \"email=$EMAIL\" \\\n  --data-urlencode \"password=$PASSWORD\" \\",
        _ => "  --data-urlencode \"phone=$PHONE\" \\\n  --data-urlencode \"code=$CODE\" \\\n  --data-urlencode \"remember_token=$REMEMBER_TOKEN\" \\",
    };
}
