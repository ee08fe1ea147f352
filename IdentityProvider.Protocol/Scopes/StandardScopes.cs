namespace IdentityProvider.Protocol.Scopes;

/// <summary>The scopes that OpenID Connect registers (OIDC Core 5.4, 11), with their claims.</summary>
public static class StandardScopes
{
    public const string OpenId = "openid";
    public const string Profile = "profile";
    public const string Email = "email";
    public const string Address = "address";
    public const string Phone = "phone";
    public const string OfflineAccess = "offline_access";

    /// <summary>Every standard identity scope; <c>offline_access</c> is none, it asks for a refresh token.</summary>
    public static IReadOnlyList<IdentityScope> All { get; } =
    [
        new(OpenId, "Know who you are", ["sub"]),
        new(Profile, "Your name and profile",
        [
            "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture",
            "website", "gender", "birthdate", "zoneinfo", "locale", "updated_at",
        ]),
        new(Email, "Your e-mail address", ["email", "email_verified"]),
        new(Address, "Your postal address", ["address"]),
        new(Phone, "Your phone number", ["phone_number", "phone_number_verified"]),
    ];
}
