using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Api;

/// <summary>Making an account.</summary>
internal static class RegisterCalls
{
    public static async Task<IResult> RegisterAsync(
        JsonBody body, HttpContext http, Registration registration, NewcomerTokens tokens, AccountPolicy policy, CancellationToken cancellationToken)
    {
        var request = new RegistrationRequest(body.Text("phone"), body.Text("email"), body.Text("password"), body.Text("fullName"))
        {
            DateOfBirth = body.Text("dateOfBirth"),
            Gender = body.Text("gender"),
            Address = body.Text("address"),
            City = body.Text("city"),
            Role = body.Text("role"),
            SentBy = await Acting.FindAsync(http),
        };
        var clientId = body.Text("clientId");
        if (body.Wrong is { } wrong)
            return new Problem(wrong);

        // Before the account is made: it would stand there without its tokens.
        var client = policy.TokensAtRegistration ? await tokens.FindClientAsync(clientId, cancellationToken) : null;
        if (policy.TokensAtRegistration && client is null)
            return new Problem(AccountErrors.ClientNotAllowed);
        return await registration.RegisterAsync(request, RequestSource.Of(http), cancellationToken) switch
        {
            RegistrationOutcome.Registered done => Created(
                DescriptionOf(done),
                client is null ? [] : await tokens.IssueAsync(done.User, AuthenticationMethods.Password, client, RequestSource.Of(http), cancellationToken)),
            RegistrationOutcome.Refused refused => new Problem(refused.Error),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    /// <summary>The second half of a registration that began with a code.</summary>
    public static async Task<IResult> ConfirmAsync(
        JsonBody body, HttpContext http, RegistrationByCode registration, NewcomerTokens tokens, AccountPolicy policy, CancellationToken cancellationToken)
    {
        var request = new CodeRegistrationRequest(body.Text("phone"), body.Text("verifyToken"), body.Text("password"), body.Text("fullName"));
        var clientId = body.Text("clientId");
        if (body.Wrong is { } wrong)
            return new Problem(wrong);
        if (!policy.RegisterWithCode)
            return new Problem(ApiErrors.NotFound);
        if (await tokens.FindClientAsync(clientId, cancellationToken) is not { } client)
            return new Problem(AccountErrors.ClientNotAllowed);

        return await registration.ConfirmAsync(request, RequestSource.Of(http), cancellationToken) switch
        {
            RegistrationOutcome.Registered done => Created([], await tokens.IssueAsync(done.User, AuthenticationMethods.CodeBySms, client, RequestSource.Of(http), cancellationToken)),
            RegistrationOutcome.Refused refused => new Problem(refused.Error),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    private static JsonObject DescriptionOf(RegistrationOutcome.Registered done) => JsonSerializer.SerializeToNode(
        new Registered(
            done.User.Id,
            done.User.PhoneNumber is { } phone
                ? new ClaimedPhone(phone, Verified: false, done.Code?.RememberToken, done.Code?.ExpiresAt, done.Code?.ResendAt)
                : null,
            done.User.Email is { } email ? new ClaimedEmail(email, Verified: false) : null),
        ApiJson.Options)!.AsObject();

    private static IResult Created(JsonObject description, JsonObject? tokens)
    {
        foreach (var (name, value) in tokens ?? [])
            description[name] = value?.DeepClone();
        return ApiJson.Answer(description, StatusCodes.Status201Created);
    }
}
