using IdentityProvider.Accounts;
using IdentityProvider.Pages.Forms;

namespace IdentityProvider.Pages.Admin.Users;

/// <summary>What the policy lets each role do, in words.</summary>
public sealed class RoleWords(AccountRoles roles, AccountPolicy policy)
{
    public Option OptionOf(string role) => new(role, role, About(role));

    private string About(string role)
    {
        var may = policy.Permissions;
        (string LeastRole, string Words)[] all =
        [
            (may.Read, "look at accounts"), (may.Create, "register people"), (may.Update, "change profiles"), (may.ChangeRoles, "change roles"),
            (may.Deactivate, "deactivate accounts"), (may.Delete, "delete accounts"), (may.ReadConfiguration, "look at clients and keys"),
            (may.ChangeConfiguration, "register and change clients"), (may.DeleteConfiguration, "delete clients"), (may.RotateKeys, "rotate keys"),
            (may.ReadAudit, "read the audit log"),
        ];
        var permitted = all.Where(one => one.LeastRole.Length > 0 && roles.RankOf(role) >= roles.RankOf(one.LeastRole)).Select(one => one.Words).ToList();
        return permitted.Count == 0 ? "Their own account, and no other." : "May " + Join(permitted) + ".";
    }

    private static string Join(List<string> words) => words is [var only] ? only : string.Join(", ", words.SkipLast(1)) + " and " + words[^1];
}
