using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Data.Clients;

/// <summary>The scopes of the provider's own API. They belong to no API resource: the audience of such a token is the issuer.</summary>
public static class ProviderScopes
{
    public const string Account = "account";
    public const string Users = "users";
    public const string Clients = "clients";

    public static IReadOnlyList<ApiScope> All { get; } =
    [
        new(Account, "Manage your account", "See and change your profile, password and sessions."),
        new(Users, "Manage users", "Read, create and change the accounts of other people, as far as your role allows."),
        new(Clients, "Manage applications", "Register and change the applications that sign people in here, read the audit log and rotate the keys, as far as your role allows."),
    ];
}
