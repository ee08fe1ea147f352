namespace IdentityProvider.Accounts;

/// <summary>
/// What roles may do with the accounts of other people, and with what is registered: <c>Accounts:Permissions</c>. Each is the lowest role that may; empty:
/// nobody. Beyond that nobody changes an account whose role is above their own, and nobody grants such a role.
/// </summary>
public sealed class PermissionPolicy
{
    public string Read { get; set; } = "";

    public string Create { get; set; } = "";

    public string Update { get; set; } = "";

    /// <summary>Deactivate, and activate again.</summary>
    public string Deactivate { get; set; } = "";

    public string Delete { get; set; } = "";

    public string ChangeRoles { get; set; } = "";

    /// <summary>Look at clients, scopes and API resources.</summary>
    public string ReadConfiguration { get; set; } = "";

    /// <summary>Register and change them, and make secrets.</summary>
    public string ChangeConfiguration { get; set; } = "";

    public string DeleteConfiguration { get; set; } = "";

    /// <summary>Have the next key sign now.</summary>
    public string RotateKeys { get; set; } = "";

    /// <summary>Look at the audit log, and take it along.</summary>
    public string ReadAudit { get; set; } = "";

    /// <summary>
    /// The role by whose rank a client acts for itself (<c>client_credentials</c>) that was granted the scope <c>users</c> or <c>clients</c>; and the
    /// lowest that may grant these scopes to a client.
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
