using System.Globalization;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Data.Model;
using IdentityProvider.Protocol.Clients;
using Microsoft.OpenApi;

namespace IdentityProvider.Api.Description;

/// <summary>What requests about clients, scopes and API resources are made of.</summary>
internal static class RegistryFields
{
    public static Field OldSecretExpiresIn { get; } = new("old_secret_expires_in", (schema, _) =>
    {
        schema.Description = $"Seconds for which the secret before it stays valid; 0: it ends at once. {Seconds(SecretOverlap.Usual)} where it is left out.";
        (schema.Minimum, schema.Maximum) = ("0", Seconds(SecretOverlap.Longest));
    })
    { Type = JsonSchemaType.Integer };

    /// <summary>A client, but for its identifier.</summary>
    public static Field[] OfClient { get; } =
    [
        Text("client_name", $"What people see on the consent page; at most {Lengths.Name} characters."),
        Text("client_uri", "Its home page."), Text("logo_uri", "A picture for the consent page."),
        Text("policy_uri", "Its privacy policy."), Text("tos_uri", "Its terms of service."),
        Texts("redirect_uris", "Where an authorization response may go: `https`; `http` on a loopback host; a scheme with a dot of a native app's own."),
        Texts("post_logout_redirect_uris", "Where the browser may go after logout."),
        Texts("grant_types", "`authorization_code` where it is left out."),
        Texts("response_types", "`code` where it is left out, the only one there is here."),
        Choice(
            "token_endpoint_auth_method",
            ClientAuthenticationMethods.ClientSecretBasic, ClientAuthenticationMethods.ClientSecretPost, ClientAuthenticationMethods.None),
        Text("scope", "What it may ask for, separated by spaces; `openid` where it is left out. `users` and `clients`, and `account` without consent, are given by the highest role alone."),
        Choice("application_type", "web", "native"),
        Choice("id_token_signed_response_alg", "RS256", "ES256"),
        Number("default_max_age", "Seconds since the last sign-in after which the user signs in again."),
        Flag("first_party", "Of the provider's own house: it may use the account grants, and needs no consent."),
        Flag("require_consent", "True where it is left out, but for a first-party client."),
        Flag("require_pkce", "Demanded of public clients in any case."),
        Choice("access_token_format", AccessTokenFormats.Jwt, AccessTokenFormats.Reference),
        Number("access_token_lifetime", "Seconds, 1 to 86400."),
        Number("refresh_token_lifetime", "Seconds that a family of them lives."),
        Texts("allowed_cors_origins", "Origins of browser apps, beside those of the redirect URIs."),
        Flag("enabled", "True where it is left out."),
    ];

    public static Field[] OfNewClient { get; } = [Text("client_id", "One with a meaning; made here where it is left out."), .. OfClient];

    public static Field[] OfScope { get; } =
    [
        new("display_name", (schema, _) => (schema.Description, schema.MaxLength) = ("What the consent page says.", Lengths.Name)),
        new("description", (schema, _) => (schema.Description, schema.MaxLength) = ("A sentence under it.", Lengths.Line)),
    ];

    public static Field[] OfNewScope { get; } = [Text("name", "The scope (RFC 6749 3.3).").Needed, .. OfScope];

    public static Field[] OfResource { get; } =
    [
        new("display_name", (schema, _) => (schema.Description, schema.MaxLength) = ("What people call it.", Lengths.Name)),
        Texts("scopes", "Registered scopes that it understands."),
    ];

    public static Field[] OfNewResource { get; } = [Text("name", "The audience of its tokens, and its identifier at introspection: often its address.").Needed, .. OfResource];

    public static Field[] OfList { get; } =
    [
        new("search", (schema, _) => schema.Description = "A part of the name, of what people call it, or of an address that it has."),
        new("source", (schema, _) => schema.Enum = Fields.Values(EntrySources.All)),
        .. Fields.OfPage,
    ];

    public static Field[] OfClientList { get; } =
    [
        new("kind", (schema, _) => (schema.Description, schema.Enum) = ("What it may do, in the names of the templates.", Fields.Values(ClientKinds.All))),
        new("enabled", (_, _) => { }) { Type = JsonSchemaType.Boolean },
        .. OfList,
    ];

    private static Field Text(string name, string description) => new(name, (schema, _) => schema.Description = description);

    private static Field Texts(string name, string description) => new(name, (schema, _) =>
    {
        schema.Description = description;
        schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
    })
    { Type = JsonSchemaType.Array };

    // The first is the default.
    private static Field Choice(string name, params string[] values) => new(name, (schema, _) =>
    {
        schema.Description = $"`{values[0]}` where it is left out.";
        schema.Enum = Fields.Values(values);
    });

    private static Field Number(string name, string description) => new(name, (schema, _) => schema.Description = description) { Type = JsonSchemaType.Integer };

    private static Field Flag(string name, string description) => new(name, (schema, _) => schema.Description = description) { Type = JsonSchemaType.Boolean };

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
