using IdentityProvider.Accounts;

namespace IdentityProvider.Api;

/// <summary>Confirming an e-mail address.</summary>
internal static class EmailCalls
{
    public static async Task<IResult> SendAsync(JsonBody body, HttpContext http, EmailConfirmation confirmation, CancellationToken cancellationToken)
    {
        var email = body.Text("email");
        if (body.Wrong is { } wrong)
            return new Problem(wrong);

        // Without an address it is the caller's own.
        if (email is null && await Caller.FindAsync(http) is { } caller)
            return Answer(await confirmation.SendAsync(caller.UserId, cancellationToken));
        return Answer(await confirmation.SendAsync(email, cancellationToken));
    }

    public static async Task<IResult> VerifyAsync(JsonBody body, EmailConfirmation confirmation, CancellationToken cancellationToken)
    {
        var token = body.Text("token");
        return body.Wrong is { } wrong ? new Problem(wrong) : Answer(await confirmation.ConfirmAsync(token, cancellationToken));
    }

    private static IResult Answer(EmailOutcome outcome) => outcome switch
    {
        EmailOutcome.Sent => ApiJson.Done(StatusCodes.Status202Accepted),
        EmailOutcome.Confirmed confirmed => ApiJson.Answer(new ConfirmedEmail(confirmed.Email, Verified: true)),
        EmailOutcome.Refused refused => new Problem(refused.Error),
        _ => throw new System.Diagnostics.UnreachableException(outcome.GetType().Name),
    };
}
