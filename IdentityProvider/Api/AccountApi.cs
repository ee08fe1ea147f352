using IdentityProvider.Accounts;
using IdentityProvider.Api.Description;
using IdentityProvider.Pages.Errors;
using IdentityProvider.Security;

namespace IdentityProvider.Api;

/// <summary>The HTTP contract of accounts: every route, and beside it what the OpenAPI document says of it.</summary>
public static class AccountApi
{
    public static WebApplication MapAccountApi(this WebApplication app)
    {
        var everybody = app.MapGroup("/api/account").WithTags("Registration and recovery").AddEndpointFilter(ApiFilters.AnswerUnreadableBodies);
        MapRegistration(everybody);
        MapProofs(everybody);
        MapRecovery(everybody);

        var owner = app.MapGroup("/api/account").WithTags("Own account").RequireAuthorization(Authentication.OwnAccount)
            .AddEndpointFilter(ApiFilters.AnswerUnreadableBodies).Refuses(Refusals.OfToken);
        MapOwnAccount(owner);
        MapSessions(owner);
        return app;
    }

    private static void MapRegistration(RouteGroupBuilder everybody)
    {
        everybody.MapPost("/register", RegisterCalls.RegisterAsync)
            .Describe("register", "Register", "Makes an account, unless registration begins with a code. A code goes to the phone, and a link to the e-mail address.")
            .TakesToken(Authentication.Users)
            .Takes(
                Fields.Phone.NeededIf(policy => policy.Required.HasFlag(RegistrationFields.Phone)),
                Fields.Email.NeededIf(policy => policy.Required.HasFlag(RegistrationFields.Email)),
                Fields.Password.Needed,
                Fields.FullName.NeededIf(policy => policy.Required.HasFlag(RegistrationFields.FullName)),
                Fields.DateOfBirth.NeededIf(policy => policy.Required.HasFlag(RegistrationFields.DateOfBirth)),
                Fields.Gender.NeededIf(policy => policy.Required.HasFlag(RegistrationFields.Gender)),
                Fields.Address, Fields.City, Fields.Role, Fields.ClientId.TakenIf(policy => policy.TokensAtRegistration))
            .Answers<Registered>(StatusCodes.Status201Created, withTokens: policy => policy.TokensAtRegistration)
            .Refuses(Refusals.If(policy => policy.RegisterWithCode, AccountErrors.OtpRequired))
            .Refuses(Refusals.If(policy => policy.TokensAtRegistration, AccountErrors.ClientNotAllowed))
            .Refuses(Refusals.If(
                policy => !policy.RegisterWithCode,
                [.. Refusals.OfPhone, AccountErrors.RoleNotAllowed, AccountErrors.PhoneTaken, AccountErrors.EmailTaken]));

        everybody.MapPost("/register/confirm", RegisterCalls.ConfirmAsync)
            .Describe("confirmRegistration", "Choose the password", "The second half of a registration that begins with a code. It is there only where registration does so.")
            .Takes(
                Fields.Phone.Needed, Fields.VerifyToken.Needed, Fields.Password.Needed,
                Fields.FullName.NeededIf(policy => policy.Required.HasFlag(RegistrationFields.FullName)), Fields.ClientId)
            .Answers(StatusCodes.Status201Created, withTokens: _ => true)
            .Refuses(Refusals.If(policy => !policy.RegisterWithCode, ApiErrors.NotFound))
            .Refuses(Refusals.If(
                policy => policy.RegisterWithCode,
                [
                    .. Refusals.OfPhone, AccountErrors.ClientNotAllowed, AccountErrors.ProofExpired, AccountErrors.MaliciousRequest,
                    AccountErrors.PhoneTaken, Refusals.OtpBlocked,
                ]));
    }

    private static void MapProofs(RouteGroupBuilder everybody)
    {
        everybody.MapPost("/otp", CodeCalls.RequestAsync)
            .Describe("requestCode", "Ask for a code by SMS", "Known and unknown numbers are answered alike. With a token, the code goes to the account's own number and `phone` may be left out.")
            .TakesToken(Authentication.OwnAccount)
            .Takes(Fields.Phone, Fields.Purpose.Needed, Fields.RememberToken)
            .Answers<CodeTicket>(StatusCodes.Status202Accepted)
            .Refuses([.. Refusals.OfPhone, AccountErrors.NoPhoneForCode, AccountErrors.TokenInvalid, .. Refusals.OfCodeLimits])
            .Refuses(Refusals.If(policy => policy.RegisterWithCode, AccountErrors.PhoneTaken));

        everybody.MapPost("/otp/verify", CodeCalls.VerifyAsync)
            .Describe("verifyCode", "Enter a code", "The proof is for what the code was asked for. By `verify_phone` the number is proven.")
            .Takes(Fields.Phone.Needed, Fields.Purpose.Needed, Fields.Code.Needed, Fields.RememberToken.Needed)
            .Answers<VerifiedCode>()
            .Refuses([.. Refusals.OfPhone, AccountErrors.OtpInvalid, AccountErrors.OtpExpired, AccountErrors.PhoneTaken, Refusals.OtpBlocked]);

        everybody.MapPost("/email/send", EmailCalls.SendAsync)
            .Describe("sendEmailLink", "Ask for the link that confirms an address", "Known and unknown addresses are answered alike. With a token and without an address it is the account's own.")
            .TakesToken(Authentication.OwnAccount)
            .Takes(Fields.Email)
            .Answers(StatusCodes.Status202Accepted)
            .Refuses(Refusals.EmailDailyLimit);

        everybody.MapPost("/email/verify", EmailCalls.VerifyAsync)
            .Describe("confirmEmail", "Follow a mailed link")
            .Takes(Fields.MailedToken.Needed)
            .Answers<ConfirmedEmail>()
            .Refuses(AccountErrors.LinkInvalid, AccountErrors.LinkExpired, AccountErrors.LinkUsed, AccountErrors.EmailTaken);
    }

    private static void MapRecovery(RouteGroupBuilder everybody)
    {
        everybody.MapPost("/password/forgot", PasswordCalls.ForgotAsync)
            .Describe("forgotPassword", "Forgot the password", "One of `phone` and `email`: a code goes to the phone, a link to the e-mail address. The body of the answer is empty where a link was mailed.")
            .Takes(Fields.Phone, Fields.Email)
            .Answers<ForgottenPassword>(StatusCodes.Status202Accepted)
            .Refuses(Refusals.If(policy => policy.ResetChannels != (Channels.Phone | Channels.Email), AccountErrors.ChannelNotAllowed))
            .Refuses(Refusals.If(policy => policy.ResetChannels.HasFlag(Channels.Phone), [.. Refusals.OfPhone, .. Refusals.OfCodeLimits]))
            .Refuses(Refusals.If(policy => policy.ResetChannels.HasFlag(Channels.Email), Refusals.EmailDailyLimit))
            .Refuses(Refusals.If(policy => policy.RevealUnknownUsers, AccountErrors.UserNotFound));

        everybody.MapPost("/password/reset", PasswordCalls.ResetAsync)
            .Describe("resetPassword", "Set a new password after it was forgotten", "All sessions of the account end.")
            .Takes(Fields.ResetToken.Needed, Fields.NewPassword.Needed)
            .Answers()
            .Refuses(AccountErrors.MaliciousRequest);
    }

    private static void MapOwnAccount(RouteGroupBuilder owner)
    {
        owner.MapGet("/profile", ProfileCalls.GetAsync)
            .Describe("getProfile", "Read the own account")
            .Answers<AccountProfile>();

        owner.MapPatch("/profile", ProfileCalls.UpdateAsync)
            .Describe("updateProfile", "Change the own account", "JSON merge patch (RFC 7396). Phone, e-mail, password, roles and flags in it are dropped.")
            .Takes(Fields.OfPerson)
            .AnswersUpdate<AccountProfile>();

        owner.MapPut("/password", PasswordCalls.ChangeAsync)
            .Describe("changePassword", "Change the password", "The account's other sessions end.")
            .Takes(
                Fields.CurrentPassword.Needed.TakenIf(policy => !policy.ChangePasswordWithCode),
                Fields.VerifyToken.Needed.TakenIf(policy => policy.ChangePasswordWithCode),
                Fields.NewPassword.Needed)
            .AnswersUpdate()
            .Refuses(Refusals.If(policy => !policy.ChangePasswordWithCode, AccountErrors.WrongPassword, Refusals.TooManyAttempts))
            .Refuses(Refusals.If(policy => policy.ChangePasswordWithCode, AccountErrors.OtpRequired, AccountErrors.ProofInvalid));

        owner.MapDelete("/", ProfileCalls.DeleteAsync)
            .Describe("deleteAccount", "Delete the own account", "With the proof of a code for `delete_account`; with the current password where the account has no number of its own.")
            .Takes(Fields.VerifyToken, Fields.CurrentPassword)
            .Answers()
            .Refuses(AccountErrors.OtpRequired, AccountErrors.ProofInvalid)
            .Refuses(AccountErrors.PasswordRequired, AccountErrors.WrongPassword, Refusals.TooManyAttempts)
            .Refuses(Refusals.LastOfTopRole)
            .Refuses(Refusals.If(policy => policy.NeverDeletedRoleNames.Count > 0, AccountErrors.NeverDeleted));
    }

    private static void MapSessions(RouteGroupBuilder owner)
    {
        owner.MapPost("/logout", SessionCalls.LogoutAsync)
            .Describe("logout", "Log out", "The session of the token ends: nothing that was issued in it works any more.")
            .Answers();

        owner.MapGet("/sessions", SessionCalls.ListAsync)
            .Describe("listSessions", "See where one is signed in", "The last used first.")
            .Answers<IReadOnlyList<SessionEntry>>();

        owner.MapDelete("/sessions/{id}", SessionCalls.EndAsync)
            .Describe("endSession", "Sign out elsewhere")
            .Answers()
            .Refuses(AccountErrors.SessionNotFound);
    }

    /// <summary>Gives the bare statuses of the framework a body: no such address, no such method. A person who looks gets the page.</summary>
    public static WebApplication UseApiProblems(this WebApplication app)
    {
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase), api => api.Use(async (http, next) =>
        {
            await next(http);
            if (!ErrorPages.WantsPage(http) && !http.Response.HasStarted && http.Response.ContentType is null && ApiErrors.Of(http.Response.StatusCode) is { } error)
                await new Problem(error).ExecuteAsync(http);
        }));
        return app;
    }
}
