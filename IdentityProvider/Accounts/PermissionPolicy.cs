namespace IdentityProvider.Accounts;

/// <summary>
/// What roles may do with the accounts of other people, with what is registered, with the keys and the audit log: <c>Accounts:Permissions</c>. Each is
/// the lowest role that may; empty: nobody. Beyond that nobody changes an account whose role is above their own, and nobody grants such a role.
/// </summary>
public sealed class PermissionPolicy
{
    /// <summary>Find accounts and look at them, with their sign-ins, sessions and the apps they allowed; at messages, refused codes, and how the provider does.</summary>
    public string Read { get; set; } = "";

    /// <summary>Make accounts for other people.</summary>
    public string Create { get; set; } = "";

    /// <summary>Change what an account says of its owner, send the owner a way to a new password, and have a message sent after all.</summary>
    public string Update { get; set; } = "";

    /// <summary>Deactivate, and activate again; end sessions, and withdraw what the owner allowed an app.</summary>
    public string Deactivate { get; set; } = "";

    /// <summary>Delete accounts, but for those of <see cref="AccountPolicy.NeverDeletedRoles"/>.</summary>
    public string Delete { get; set; } = "";

    /// <summary>Say which roles an account has.</summary>
    public string ChangeRoles { get; set; } = "";

    /// <summary>Look at clients, scopes and API resources, and at the keys that sign.</summary>
    public string ReadConfiguration { get; set; } = "";

    /// <summary>Register clients, scopes and API resources, change them, and make secrets.</summary>
    public string ChangeConfiguration { get; set; } = "";

    /// <summary>Delete clients, scopes and API resources.</summary>
    public string DeleteConfiguration { get; set; } = "";

    /// <summary>Have the next keys sign: soon, or at once, which ends the old ones.</summary>
    public string RotateKeys { get; set; } = "";

    /// <summary>Look at the audit log, and take it along.</summary>
    public string ReadAudit { get; set; } = "";

    /// <summary>
    /// The role by whose rank a client acts for itself (<c>client_credentials</c>) that was granted the scope <c>users</c> or <c>clients</c>. Who grants it
    /// these scopes is no setting: the highest role does.
    /// </summary>
    public string Machines { get; set; } = "";

    /// <summary>All of them, by the names of their settings.</summary>
    internal IEnumerable<(string Setting, string Role)> All =>
    [
        (nameof(Read), Read), (nameof(Create), Create), (nameof(Update), Update),
        (nameof(Deactivate), Deactivate), (nameof(Delete), Delete), (nameof(ChangeRoles), ChangeRoles),
        (nameof(ReadConfiguration), ReadConfiguration), (nameof(ChangeConfiguration), ChangeConfiguration), (nameof(DeleteConfiguration), DeleteConfiguration),
        (nameof(RotateKeys), RotateKeys), (nameof(ReadAudit), ReadAudit), (nameof(Machines), Machines),
    ];
}
