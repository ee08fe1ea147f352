using IdentityProvider.Grants;
using IdentityProvider.Protocol;
using IdentityProvider.Protocol.Clients;

namespace IdentityProvider.Administration.Registry;

/// <summary>What a client is, in the names of the templates, whichever it was made from: by what it may do.</summary>
public static class ClientKinds
{
    public const string Web = "web";
    public const string SinglePage = "spa";
    public const string Native = "native";
    public const string Machine = "machine";
    public const string FirstParty = "first-party";

    public static IReadOnlyList<string> All { get; } = [Web, SinglePage, Native, Machine, FirstParty];

    public static string Of(Client client)
    {
        if (client.GrantTypes.Any(grant => AccountGrants.All.Contains(grant)))
            return FirstParty;
        if (!client.GrantTypes.Contains(GrantTypes.AuthorizationCode))
            return Machine;
        if (client.ApplicationType == "native")
            return Native;
        return client.IsPublic ? SinglePage : Web;
    }

    /// <summary>What people call it.</summary>
    public static string Name(string kind) => kind switch
    {
        Web => "Web app",
        SinglePage => "Single-page app",
        Native => "Native app",
        Machine => "Machine",
        _ => "First-party app",
    };
}
