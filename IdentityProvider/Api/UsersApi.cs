using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Api.Description;
using IdentityProvider.Security;

namespace IdentityProvider.Api;

/// <summary>The HTTP contract of administration: every route about other people's accounts, and beside it what the OpenAPI document says of it.</summary>
public static class UsersApi
{
    public static WebApplication MapUsersApi(this WebApplication app)
    {
        var users = app.MapGroup("/api/users").WithTags("Other people's accounts").RequireAuthorization(Authentication.Users)
            .AddEndpointFilter(ApiFilters.AnswerUnreadableBodies).Refuses(Refusals.OfToken);

        users.MapGet("/", UserCalls.ListAsync)
            .Describe("listUsers", "Look for accounts", "The newest first.")
            .NeedsRole(policy => policy.Permissions.Read)
            .TakesParameters(Fields.OfUserList)
            .Answers<Page<AccountProfile>>()
            .Refuses(Refusals.Validation);

        users.MapPost("/", UserCalls.InviteAsync)
            .Describe("createUser", "Make an account for somebody", "The person gets a message, and chooses the password. Nobody makes an account of a role above their own.")
            .NeedsRole(policy => policy.Permissions.Create)
            .Takes(Fields.Phone, Fields.Email, Fields.FullName.Needed, Fields.Role)
            .AnswersVersion<AccountProfile>(StatusCodes.Status201Created)
            .Refuses([.. Refusals.OfPhone, AccountErrors.RoleAbove, AccountErrors.PhoneTaken, AccountErrors.EmailTaken, Refusals.OtpCeiling]);

        users.MapGet("/{id}", UserCalls.GetAsync)
            .Describe("getUser", "Read an account")
            .NeedsRole(policy => policy.Permissions.Read)
            .AnswersVersion<AccountProfile>()
            .Refuses(AccountErrors.UserNotFound);

        users.MapPatch("/{id}", UserCalls.UpdateAsync)
            .Describe("updateUser", "Change an account", "JSON merge patch (RFC 7396), as the owner's own.")
            .NeedsRole(policy => policy.Permissions.Update)
            .TakesVersion()
            .Takes(Fields.OfPerson)
            .AnswersUpdate<AccountProfile>(hasVersion: true)
            .Refuses(Refusals.OfChange);

        users.MapDelete("/{id}", UserCalls.DeleteAsync)
            .Describe("deleteUser", "Delete an account")
            .NeedsRole(policy => policy.Permissions.Delete)
            .TakesVersion()
            .Answers()
            .Refuses(Refusals.If(policy => policy.Permissions.Delete.Length > 0, [.. Refusals.OfChange, Refusals.LastOfTopRole]))
            .Refuses(Refusals.If(policy => policy.Permissions.Delete.Length > 0 && policy.NeverDeletedRoleNames.Count > 0, AccountErrors.NeverDeleted));

        users.MapPost("/{id}/deactivate", UserCalls.DeactivateAsync)
            .Describe("deactivateUser", "Take an account out of use", "It can't sign in any more, and its sessions end at once.")
            .NeedsRole(policy => policy.Permissions.Deactivate)
            .TakesVersion()
            .AnswersVersion<AccountProfile>()
            .Refuses([.. Refusals.OfChange, Refusals.LastOfTopRole]);

        users.MapPost("/{id}/activate", UserCalls.ActivateAsync)
            .Describe("activateUser", "Take an account back into use")
            .NeedsRole(policy => policy.Permissions.Deactivate)
            .TakesVersion()
            .AnswersVersion<AccountProfile>()
            .Refuses(Refusals.OfChange);

        users.MapPut("/{id}/roles", UserCalls.SetRolesAsync)
            .Describe("setRoles", "Set the roles of an account", "The account then has these and no others. Nobody grants a role above their own.")
            .NeedsRole(policy => policy.Permissions.ChangeRoles)
            .TakesVersion()
            .Takes(Fields.Roles.Needed)
            .AnswersUpdate<AccountProfile>(hasVersion: true)
            .Refuses([.. Refusals.OfChange, Refusals.LastOfTopRole]);

        MapAccess(users);
        return app;
    }

    private static void MapAccess(RouteGroupBuilder users)
    {
        users.MapGet("/{id}/sessions", UserAccessCalls.ListSessionsAsync)
            .Describe("listUserSessions", "See where somebody is signed in", "The last used first.")
            .NeedsRole(policy => policy.Permissions.Read)
            .Answers<IReadOnlyList<SessionEntry>>()
            .Refuses(AccountErrors.UserNotFound);

        users.MapDelete("/{id}/sessions", UserAccessCalls.EndAllSessionsAsync)
            .Describe("endUserSessions", "Sign somebody out everywhere", "Nothing that was issued in those sessions works any more.")
            .NeedsRole(policy => policy.Permissions.Deactivate)
            .Answers()
            .Refuses(Refusals.OfChange);

        users.MapDelete("/{id}/sessions/{sid}", UserAccessCalls.EndSessionAsync)
            .Describe("endUserSession", "Sign somebody out somewhere", "Nothing that was issued in that session works any more.")
            .NeedsRole(policy => policy.Permissions.Deactivate)
            .Answers()
            .Refuses([.. Refusals.OfChange, AccountErrors.SessionNotFound]);

        users.MapGet("/{id}/consents", UserAccessCalls.ListConsentsAsync)
            .Describe("listUserConsents", "See what somebody has allowed apps", "The newest first. One without scopes counts no more: the app has changed, and they are asked again.")
            .NeedsRole(policy => policy.Permissions.Read)
            .Answers<IReadOnlyList<ConsentEntry>>()
            .Refuses(AccountErrors.UserNotFound);

        users.MapDelete("/{id}/consents/{clientId}", UserAccessCalls.WithdrawConsentAsync)
            .Describe("withdrawUserConsent", "Take back what somebody has allowed an app", "What the app was given stops working. A slash in its name is written `%2F`.")
            .NeedsRole(policy => policy.Permissions.Deactivate)
            .Answers()
            .Refuses([.. Refusals.OfChange, AccountErrors.ConsentNotFound]);

        users.MapGet("/{id}/sign-ins", UserAccessCalls.ListSignInsAsync)
            .Describe("listUserSignIns", "See who signed in as somebody, or tried to", "The newest first. Tries that failed alike within a minute are one.")
            .NeedsRole(policy => policy.Permissions.Read)
            .TakesParameters(Fields.OfPage)
            .Answers<Page<SignInEntry>>()
            .Refuses(Refusals.Validation, AccountErrors.UserNotFound);

        users.MapPost("/{id}/send-reset", UserAccessCalls.SendResetAsync)
            .Describe("sendReset", "Tell somebody how to set a new password", "By SMS where the account has a number that resets it, else by e-mail. The old password works until there is a new one.")
            .NeedsRole(policy => policy.Permissions.Update)
            .Answers<SentReset>(StatusCodes.Status202Accepted)
            .Refuses([.. Refusals.OfChange, AccountErrors.AccountInactive, AccountErrors.NoWayToReset])
            .Refuses(Refusals.If(
                policy => policy.ResetChannels.HasFlag(Channels.Phone),
                AccountErrors.OtpResendDelay(TimeSpan.Zero), AccountErrors.OtpDailyLimit(TimeSpan.Zero), Refusals.OtpCeiling))
            .Refuses(Refusals.If(policy => policy.ResetChannels.HasFlag(Channels.Email), Refusals.EmailDailyLimit));
    }
}
