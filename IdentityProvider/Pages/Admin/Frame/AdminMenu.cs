using IdentityProvider.Accounts;

namespace IdentityProvider.Pages.Admin.Frame;

/// <summary>What the console has, in the order of its menu. A page that is not listed belongs to the entry whose address begins its own.</summary>
public static class AdminMenu
{
    /// <param name="Path">The address of the first page.</param>
    /// <param name="Name">How the menu calls it.</param>
    /// <param name="About">What one does there, in a sentence.</param>
    /// <param name="LeastRole">From which role on somebody sees it.</param>
    public sealed record Entry(string Path, string Name, string About, Func<PermissionPolicy, string> LeastRole);

    /// <param name="Name">What the entries have in common; null: nothing that needs a word.</param>
    /// <param name="Entries">The entries.</param>
    public sealed record Group(string? Name, IReadOnlyList<Entry> Entries);

    public const string Start = "/admin";

    private static readonly Group[] Groups =
    [
        new("People",
        [
            new("/admin/users", "Users", "Find people, see and change their accounts, register somebody.", permissions => permissions.Read),
        ]),
        new("Apps",
        [
            new("/admin/clients", "Clients", "Register apps, connect them, and make them new secrets.", permissions => permissions.ReadConfiguration),
            new("/admin/scopes", "Scopes", "What apps can ask for at APIs.", permissions => permissions.ReadConfiguration),
            new("/admin/resources", "API resources", "The APIs that access tokens are for.", permissions => permissions.ReadConfiguration),
        ]),
        new("Operation",
        [
            new("/admin/keys", "Keys", "What tokens are signed with, and having the next key sign.", permissions => permissions.ReadConfiguration),
            new("/admin/messages", "Messages", "What became of SMS and e-mails, and sending again what got stuck.", permissions => permissions.Read),
            new("/admin/refused-codes", "Refused codes", "Codes that were refused because they looked like abuse, and by which limit.", permissions => permissions.Read),
            new("/admin/audit", "Audit log", "Who did what to whom.", permissions => permissions.ReadAudit),
        ]),
    ];

    /// <summary>What this person may see.</summary>
    public static IEnumerable<Group> For(Administrator admin) =>
        from @group in Groups
        let visible = @group.Entries.Where(entry => admin.May(entry.LeastRole(admin.Permissions))).ToList()
        where visible.Count > 0
        select @group with { Entries = visible };

    /// <summary>Whether there is an entry of that address, and they may see it.</summary>
    public static bool Finds(Administrator admin, string path) => For(admin).SelectMany(group => group.Entries).Any(entry => entry.Path == path);

    /// <summary>The entry that the address belongs to; null: the start.</summary>
    public static Entry? At(PathString path) => Groups
        .SelectMany(group => group.Entries)
        .FirstOrDefault(entry => path.StartsWithSegments(entry.Path, StringComparison.OrdinalIgnoreCase));
}
