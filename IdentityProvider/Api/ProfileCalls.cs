using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Api;

/// <summary>The caller's own account.</summary>
internal static class ProfileCalls
{
    public static async Task<IResult> GetAsync(Caller caller, Profile profile, CancellationToken cancellationToken) =>
        await profile.GetAsync(caller.UserId, cancellationToken) is { } found ? ApiJson.Answer(found) : new Problem(AccountErrors.TokenInvalid);

    /// <summary>JSON merge patch (RFC 7396). Identifiers, password, roles and flags in it are dropped.</summary>
    public static async Task<IResult> UpdateAsync(
        JsonBody body, Caller caller, Profile profile, AccountPolicy policy, CancellationToken cancellationToken)
    {
        var changes = ChangesOf(body);
        if (body.Wrong is { } wrong)
            return new Problem(wrong);
        return await profile.UpdateAsync(caller.UserId, changes, cancellationToken) switch
        {
            ProfileOutcome.Saved saved => ApiJson.Answer(saved.Profile, policy.UpdateStatus),
            ProfileOutcome.Refused refused => new Problem(refused.Error),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    public static async Task<IResult> DeleteAsync(
        JsonBody body, Caller caller, HttpContext http, AccountDeletion deletion, CancellationToken cancellationToken)
    {
        var proof = new DeletionProof(body.Text("verifyToken"), body.Text("currentPassword"));
        if (body.Wrong is { } wrong)
            return new Problem(wrong);
        return await deletion.DeleteAsync(caller.UserId, proof, RequestSource.Of(http), cancellationToken) switch
        {
            DeletionOutcome.Deleted => ApiJson.Done(),
            DeletionOutcome.Refused refused => new Problem(refused.Error),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    internal static ProfileChanges ChangesOf(JsonBody body) => new()
    {
        FullName = ChangeOf(body, "fullName"),
        DateOfBirth = ChangeOf(body, "dateOfBirth"),
        Gender = ChangeOf(body, "gender"),
        Address = ChangeOf(body, "address"),
        City = ChangeOf(body, "city"),
    };

    private static Change<string?> ChangeOf(JsonBody body, string name) => body.Has(name) ? new Change<string?>(body.Text(name)) : default;
}
