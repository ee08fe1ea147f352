using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Api;

/// <summary>New passwords.</summary>
internal static class PasswordCalls
{
    public static async Task<IResult> ChangeAsync(
        JsonBody body, Caller caller, HttpContext http, Passwords passwords, AccountPolicy policy, CancellationToken cancellationToken)
    {
        var (current, verifyToken, next) = (body.Text("currentPassword"), body.Text("verifyToken"), body.Text("newPassword"));
        if (body.Wrong is { } wrong)
            return new Problem(wrong);
        var source = RequestSource.Of(http);
        var outcome = policy.ChangePasswordWithCode
            ? await passwords.ChangeWithCodeAsync(caller.UserId, verifyToken, next, caller.SessionId, source, cancellationToken)
            : await passwords.ChangeAsync(caller.UserId, current, next, caller.SessionId, source, cancellationToken);
        return Answer(outcome, policy.UpdateStatus);
    }

    public static async Task<IResult> ForgotAsync(JsonBody body, HttpContext http, Passwords passwords, CancellationToken cancellationToken)
    {
        var (phone, email) = (body.Text("phone"), body.Text("email"));
        if (body.Wrong is { } wrong)
            return new Problem(wrong);
        return await passwords.ForgotAsync(phone, email, RequestSource.Of(http), cancellationToken) switch
        {
            ForgotOutcome.CodeSent sent => ApiJson.Answer(ForgottenPassword.Of(sent.Ticket), StatusCodes.Status202Accepted),
            ForgotOutcome.LinkSent => ApiJson.Done(StatusCodes.Status202Accepted),
            ForgotOutcome.Refused refused => new Problem(refused.Error),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    public static async Task<IResult> ResetAsync(JsonBody body, HttpContext http, Passwords passwords, CancellationToken cancellationToken)
    {
        var (token, next) = (body.Text("token"), body.Text("newPassword"));
        return body.Wrong is { } wrong
            ? new Problem(wrong)
            : Answer(await passwords.ResetAsync(token, next, RequestSource.Of(http), cancellationToken), StatusCodes.Status200OK);
    }

    private static IResult Answer(PasswordOutcome outcome, int status) => outcome switch
    {
        PasswordOutcome.Changed => ApiJson.Done(status),
        PasswordOutcome.Refused refused => new Problem(refused.Error),
        _ => throw new System.Diagnostics.UnreachableException(outcome.GetType().Name),
    };
}
