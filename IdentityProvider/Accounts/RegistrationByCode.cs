using IdentityProvider.Accounts.Claiming;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Accounts.Registering;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Accounts;

/// <summary>The second half of a registration that began with a code: the number is proven, now the password is chosen.</summary>
/// <param name="Phone">The number, as typed.</param>
/// <param name="VerifyToken">What the right code brought.</param>
/// <param name="Password">The password.</param>
/// <param name="FullName">The name; needed where the policy says so.</param>
public sealed record CodeRegistrationRequest(string? Phone, string? VerifyToken, string? Password, string? FullName);

/// <summary>Makes an account whose number has been proven before.</summary>
public sealed class RegistrationByCode(
    ProviderDbContext db, RegistrationForm form, NewAccounts accounts, IdentifierClaims claims, RegistrationProofs proofs)
{
    public async Task<RegistrationOutcome> ConfirmAsync(CodeRegistrationRequest request, RequestSource source, CancellationToken cancellationToken)
    {
        switch (form.Read(request))
        {
            case FormReading.Wrong wrong:
                return new RegistrationOutcome.Refused(wrong.Error);
            case FormReading.Right right when await claims.IsPhoneOwnedAsync(right.Draft.Phone!, cancellationToken):
                return new RegistrationOutcome.Refused(AccountErrors.PhoneTaken);
            case FormReading.Right right:
                return await ConfirmAsync(right.Draft, request.VerifyToken!, source, cancellationToken);
            case var other:
                throw new System.Diagnostics.UnreachableException(other.GetType().Name);
        }
    }

    private async Task<RegistrationOutcome> ConfirmAsync(AccountDraft draft, string verifyToken, RequestSource source, CancellationToken cancellationToken)
    {
        var user = accounts.Prepare(draft);
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        if (await proofs.TakeAsync(draft.Phone!, verifyToken, source, cancellationToken) is { } refusal)
        {
            await db.SaveChangesAsync(cancellationToken);
            await work.CommitAsync(cancellationToken);
            return new RegistrationOutcome.Refused(refusal);
        }

        if (await accounts.AddAsync(user, draft.Role, cancellationToken) is { } taken)
            return new RegistrationOutcome.Refused(taken);
        if (!await claims.OwnPhoneAsync(user.Id, draft.Phone!, cancellationToken))
            return new RegistrationOutcome.Refused(AccountErrors.PhoneTaken);
        await work.CommitAsync(cancellationToken);
        return new RegistrationOutcome.Registered(user, Code: null);
    }
}
