using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Sessions;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Pages.Admin.Frame;

/// <summary>Who is at the console, and what they may do there. The database is asked at every request.</summary>
public sealed class Administrator(
    SignedInPerson people, IBrowserSession browser, AccountRoles roles, AccountPolicy policy, IOptions<AdminOptions> options, TimeProvider clock)
{
    private UserSession? _session;

    public Person Person { get; private set; } = null!;

    public Actor Actor { get; private set; } = new(null, null, -1);

    /// <summary>The roles of the person, the lowest first.</summary>
    public IReadOnlyList<string> Roles { get; private set; } = [];

    public PermissionPolicy Permissions => policy.Permissions;

    /// <summary>From which role on somebody has business at the console at all; empty: nobody has.</summary>
    public string LeastRole => Permissions.All
        // As which role a machine acts is no permission of a person.
        .Where(permission => permission.Setting != nameof(PermissionPolicy.Machines) && permission.Role.Length > 0)
        .Select(permission => permission.Role)
        .MinBy(roles.RankOf) ?? "";

    public bool MayEnter => May(LeastRole);

    public bool SignedInFreshly => _session is { } session && clock.GetUtcNow() - session.AuthTime <= options.Value.FreshSignIn;

    /// <summary>How old the sign-in may be for what can do harm.</summary>
    public TimeSpan FreshFor => options.Value.FreshSignIn;

    /// <summary>Finds out who it is. False: nobody is signed in.</summary>
    public async Task<bool> RecogniseAsync(HttpContext http)
    {
        if (await people.FindAsync(http) is not { } person)
            return false;
        _session = await browser.FindAsync(http);
        Person = person;
        Roles = await roles.NamesAsync(person.User.Id, http.RequestAborted);
        Actor = roles.ActorOf(person.User.Id, person.SessionId, Roles);
        return true;
    }

    /// <summary>Whether they may do what the policy permits from this role on.</summary>
    public bool May(string leastRole) => roles.Permits(Actor, leastRole);

    /// <summary>Whether somebody of this role has business at the console: to make such an account can do harm.</summary>
    public bool OpensConsole(string role) => LeastRole.Length > 0 && roles.RankOf(role) >= roles.RankOf(LeastRole);
}
