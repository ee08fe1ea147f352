using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Api;

/// <summary>Codes by SMS.</summary>
internal static class CodeCalls
{
    public static async Task<IResult> RequestAsync(
        JsonBody body, HttpContext http, OneTimeCodes codes, AccountPolicy policy, CancellationToken cancellationToken)
    {
        var (phone, purpose, rememberToken) = (body.Text("phone"), body.Text("purpose"), body.Text("rememberToken"));
        if (body.Wrong is { } wrong)
            return new Problem(wrong);

        // Whoever is signed in proves their own number, whoever else claims it.
        if (purpose == CodePurposes.VerifyPhone && rememberToken is null && await Caller.FindAsync(http) is { } owner)
            return Answer(await codes.RequestForOwnerAsync(owner.UserId, purpose, RequestSource.Of(http), cancellationToken));
        if (purpose is null || !CodePurposes.OfOwner(policy).Contains(purpose))
            return Answer(await codes.RequestAsync(phone, purpose, rememberToken, RequestSource.Of(http), cancellationToken));

        // What only the owner may do: the code goes to the account's own number, whatever number the request names.
        return await Caller.FindAsync(http) is { } caller
            ? Answer(await codes.RequestForOwnerAsync(caller.UserId, purpose, RequestSource.Of(http), cancellationToken))
            : Results.Challenge(authenticationSchemes: [Security.BearerAuthentication.SchemeName]);
    }

    public static async Task<IResult> VerifyAsync(JsonBody body, HttpContext http, OneTimeCodes codes, CancellationToken cancellationToken)
    {
        var (phone, purpose, code, rememberToken) = (body.Text("phone"), body.Text("purpose"), body.Text("code"), body.Text("rememberToken"));
        if (body.Wrong is { } wrong)
            return new Problem(wrong);
        return await codes.VerifyAsync(phone, purpose, code, rememberToken, RequestSource.Of(http), cancellationToken) switch
        {
            CodeVerification.Verified verified => ApiJson.Answer(new VerifiedCode(verified.VerifyToken, verified.ExpiresAt)),
            CodeVerification.Refused refused => new Problem(refused.Error),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    private static IResult Answer(CodeOutcome outcome) => outcome switch
    {
        CodeOutcome.Sent sent => ApiJson.Answer(sent.Ticket, StatusCodes.Status202Accepted),
        CodeOutcome.Refused refused => new Problem(refused.Error),
        _ => throw new System.Diagnostics.UnreachableException(outcome.GetType().Name),
    };
}
