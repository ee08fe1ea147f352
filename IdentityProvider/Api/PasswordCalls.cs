using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Api;

/// <summary>New passwords.</summary>
internal static class PasswordCalls
{
    public static async Task<IResult> ChangeAsync(
        JsonBody body, Caller caller, HttpContext http, Passwords passwords, AccountPolicy policy, CancellationToken cancellationToken)
    {
        var (current, next) = (body.Text("currentPassword"), body.Text("newPassword"));
        return body.Wrong is { } wrong
            ? new Problem(wrong)
            : Answer(
                await passwords.ChangeAsync(caller.UserId, current, next, caller.SessionId, RequestSource.Of(http), cancellationToken), policy.UpdateStatus);
    }

    public static async Task<IResult> ForgotAsync(JsonBody body, Passwords passwords, CancellationToken cancellationToken)
    {
        var (phone, email) = (body.Text("phone"), body.Text("email"));
        return body.Wrong is { } wrong ? new Problem(wrong) : CodeCalls.Answer(await passwords.ForgotAsync(phone, email, cancellationToken));
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
