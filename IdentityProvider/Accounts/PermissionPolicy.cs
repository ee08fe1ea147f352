namespace IdentityProvider.Accounts;

/// <summary>
/// What roles may do with the accounts of other people: <c>Accounts:Permissions</c>. Each is the lowest role that may; empty:
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

    /// <summary>All of them, by the names of their settings.</summary>
    internal IEnumerable<(string Setting, string Role)> All =>
    [
        (nameof(Read), Read), (nameof(Create), Create), (nameof(Update), Update),
        (nameof(Deactivate), Deactivate), (nameof(Delete), Delete), (nameof(ChangeRoles), ChangeRoles),
    ];
}
