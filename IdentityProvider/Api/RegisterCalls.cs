using IdentityProvider.Accounts;

namespace IdentityProvider.Api;

/// <summary>Making an account.</summary>
internal static class RegisterCalls
{
    public static async Task<IResult> RegisterAsync(JsonBody body, Registration registration, CancellationToken cancellationToken)
    {
        var request = new RegistrationRequest(body.Text("phone"), body.Text("email"), body.Text("password"), body.Text("fullName"))
        {
            DateOfBirth = body.Text("dateOfBirth"),
            Gender = body.Text("gender"),
            Address = body.Text("address"),
            City = body.Text("city"),
            Role = body.Text("role"),
        };
        if (body.Wrong is { } wrong)
            return new Problem(wrong);

        return await registration.RegisterAsync(request, cancellationToken) switch
        {
            RegistrationOutcome.Registered done => ApiJson.Answer(
                new
                {
                    done.UserId,
                    Phone = new { Value = done.Phone, Verified = false, done.Code.RememberToken, done.Code.ExpiresAt, done.Code.ResendAt },
                    Email = new { Value = done.Email, Verified = false },
                },
                StatusCodes.Status201Created),
            RegistrationOutcome.Refused refused => new Problem(refused.Error),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }
}
