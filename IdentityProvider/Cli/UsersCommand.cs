using System.CommandLine;
using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Cli;

/// <summary>
/// <c>users</c>: accounts from the command line, for the first of the highest role and for scripts. Exit codes: 0 done; 1 the
/// command line or the configuration is wrong; 2 the rules refuse it, and the standard error says why.
/// </summary>
internal static class UsersCommand
{
    public static Command Create(Func<string[], WebApplication> build) =>
        new("users", "Accounts, for the first administrator and for scripts. Exit codes: 0 done, 1 wrong command line or configuration, 2 refused.")
        {
            CreateAdd(build),
            CreateList(build),
            CreateChange("deactivate", "Take an account out of use; its sessions end.", build, (services, userId, cancellationToken) =>
                services.GetRequiredService<UserAdministration>().DeactivateAsync(Actor.Operator, userId, RequestSource.None, cancellationToken)),
            CreateChange("activate", "Take an account back into use.", build, (services, userId, cancellationToken) =>
                services.GetRequiredService<UserAdministration>().ActivateAsync(Actor.Operator, userId, RequestSource.None, cancellationToken)),
            CreateSetRole(build),
            CreateChange("reset-password", "Set a password, the first line of the standard input; all sessions end.", build, (services, userId, cancellationToken) =>
                services.GetRequiredService<OperatorPasswords>().SetAsync(userId, PasswordInput.Read(), cancellationToken)),
        };

    private static Command CreateAdd(Func<string[], WebApplication> build)
    {
        var role = new Option<string>("--role") { Description = "Default: the lowest." };
        var email = new Option<string>("--email") { Description = "Counts as verified." };
        var phone = new Option<string>("--phone") { Description = "Counts as verified." };
        var name = new Option<string>("--name") { Description = "The full name." };
        var command = TrailingSettings.Of("add", "Make an account; its password is the first line of the standard input. Prints the new id.");
        foreach (var option in new[] { role, email, phone, name })
            command.Add(option);
        command.SetAction((result, cancellationToken) => CommandHost.ChangeAsync(result, build, async services => Answer(
            await services.GetRequiredService<NewUsers>().AddVerifiedAsync(
                new NewUserRequest(result.GetValue(phone), result.GetValue(email), result.GetValue(name), result.GetValue(role)),
                PasswordInput.Read(),
                cancellationToken)), cancellationToken));
        return command;
    }

    private static Command CreateList(Func<string[], WebApplication> build)
    {
        var search = new Option<string>("--search") { Description = "A part of the name, the e-mail address or the phone number." };
        var role = new Option<string>("--role") { Description = "A role that they have." };
        var command = TrailingSettings.Of("list", "One account a line, the newest first: id, active or inactive, roles, phone, e-mail, name; separated by tabs.");
        command.Add(search);
        command.Add(role);
        command.SetAction((result, cancellationToken) => CommandHost.ReadAsync(result, build, services =>
        {
            var (users, query) = (services.GetRequiredService<UserDirectory>(), new UserQuery(result.GetValue(search), result.GetValue(role), Active: null));
            return CommandHost.WriteAsync(page => users.ListAsync(Actor.Operator, query, page, cancellationToken), LineOf);
        }, cancellationToken));
        return command;
    }

    private static Command CreateSetRole(Func<string[], WebApplication> build)
    {
        var roles = new Argument<string[]>("roles") { Description = "All the roles that the account then has.", Arity = ArgumentArity.OneOrMore };
        var command = CreateChange("set-role", "Give an account these roles and no others.", build, (services, userId, result, cancellationToken) =>
            services.GetRequiredService<UserAdministration>().SetRolesAsync(Actor.Operator, userId, result.GetValue(roles)!, RequestSource.None, cancellationToken));
        command.Add(roles);
        return command;
    }

    private static Command CreateChange(
        string name, string description, Func<string[], WebApplication> build, Func<IServiceProvider, Guid, CancellationToken, Task<UserOutcome>> change) =>
        CreateChange(name, description, build, (services, userId, _, cancellationToken) => change(services, userId, cancellationToken));

    private static Command CreateChange(
        string name, string description, Func<string[], WebApplication> build,
        Func<IServiceProvider, Guid, ParseResult, CancellationToken, Task<UserOutcome>> change)
    {
        var user = new Argument<string>("user") { Description = "An id, a phone number or an e-mail address." };
        var command = TrailingSettings.Of(name, description);
        command.Add(user);
        command.SetAction((result, cancellationToken) => CommandHost.ChangeAsync(result, build, async services =>
        {
            var userId = await services.GetRequiredService<UserDirectory>().FindAsync(result.GetValue(user)!, cancellationToken);
            return Answer(userId is { } found
                ? await change(services, found, result, cancellationToken)
                : new UserOutcome.Refused(AccountErrors.UserNotFound));
        }, cancellationToken));
        return command;
    }

    private static string LineOf(AccountProfile user) => string.Join(
        '\t', user.Id, user.IsActive ? "active" : "inactive", string.Join(',', user.Roles), user.Phone, user.Email, user.FullName);

    private static int Answer(UserOutcome outcome)
    {
        if (outcome is UserOutcome.Refused refused)
            return CommandHost.Refuse(refused.Error);
        if (outcome is UserOutcome.Done done)
            Console.WriteLine(done.Profile.Id);
        return ExitCodes.Done;
    }
}
