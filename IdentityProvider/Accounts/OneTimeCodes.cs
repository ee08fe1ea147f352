using IdentityProvider.Accounts.Codes;
using IdentityProvider.Accounts.Phones;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>Codes by SMS: asking for one, and entering it.</summary>
public sealed class OneTimeCodes(
    ProviderDbContext db, CodeIssuer issuer, CodeRedemption redemption, PhoneRules phones, AccountPolicy policy, TimeProvider clock)
{
    /// <summary>
    /// Asks for a code. Known and unknown numbers are answered alike. For <c>verify_phone</c> the remember token of an
    /// earlier code names the claim that is meant; without one it is the only claim on the number. Where there are several
    /// nobody can know which is meant, and nothing is sent: whoever got the code would make some stranger's account the owner.
    /// </summary>
    public async Task<CodeOutcome> RequestAsync(string? phone, string? purpose, string? rememberToken, RequestSource source, CancellationToken cancellationToken)
    {
        var known = CodePurposes.Public(policy).ToList();
        var errors = new FieldErrors();
        var number = phones.Read(phone, errors);
        if (purpose is null || !known.Contains(purpose))
            errors.Add("purpose", PurposeSentence(known));
        if (number is null || purpose is null || errors.ToError() is not null)
            return new CodeOutcome.Refused(errors.ToError()!);

        switch (purpose)
        {
            case CodePurposes.Register:
                return await db.Users.AnyAsync(user => user.OwnedPhone == number, cancellationToken)
                    ? new CodeOutcome.Refused(AccountErrors.PhoneTaken)
                    : await SendAsync(new CodeClaim(number, purpose, UserId: null), source, cancellationToken);
            case CodePurposes.VerifyPhone:
                return await SendAsync(new CodeClaim(number, purpose, await FindClaimantAsync(number, rememberToken, cancellationToken)), source, cancellationToken);
            default:
                return await SendAsync(new CodeClaim(number, purpose, await FindOwnerAsync(number, cancellationToken)), source, cancellationToken);
        }
    }

    /// <summary>Whether this is a number, and nobody's.</summary>
    public async Task<bool> IsUnknownAsync(string? phone, CancellationToken cancellationToken) =>
        phones.Find(phone) is { } number && !await db.Users.AnyAsync(user => user.OwnedPhone == number, cancellationToken);

    /// <summary>
    /// Asks for a code for something that only the signed-in owner of the account may do; it goes to the account's own number.
    /// With <c>verify_phone</c> the number is proven, or proven again.
    /// </summary>
    public async Task<CodeOutcome> RequestForOwnerAsync(Guid userId, string purpose, RequestSource source, CancellationToken cancellationToken)
    {
        var known = CodePurposes.OfOwner(policy).Append(CodePurposes.VerifyPhone).ToList();
        if (!known.Contains(purpose))
            return new CodeOutcome.Refused(AccountErrors.Validation(new Dictionary<string, string[]> { ["purpose"] = [PurposeSentence(known)] }));
        var account = await db.Users
            .Where(user => user.Id == userId && user.IsActive)
            .Select(user => new { user.PhoneNumber, user.OwnedPhone })
            .SingleOrDefaultAsync(cancellationToken);
        if (account is null)
            return new CodeOutcome.Refused(AccountErrors.TokenInvalid);
        return (purpose == CodePurposes.VerifyPhone ? account.PhoneNumber : account.OwnedPhone) is { } phone
            ? await SendAsync(new CodeClaim(phone, purpose, userId), source, cancellationToken)
            : new CodeOutcome.Refused(AccountErrors.NoPhoneForCode);
    }

    /// <summary>
    /// Continues the verification of a number that this account claims, after <see cref="SignInOutcome.NotVerified"/>: a
    /// code goes out if the limits allow it, else the ticket is for the one that is still out, if there is one.
    /// </summary>
    public async Task<CodeTicket> ResumeVerificationAsync(Guid userId, string phone, RequestSource source, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        var ticket = await issuer.SendOrRememberAsync(new CodeClaim(phone, CodePurposes.VerifyPhone, userId), source, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return ticket;
    }

    /// <summary>Enters a code. For <c>verify_phone</c> the account then owns the number.</summary>
    public async Task<CodeVerification> VerifyAsync(
        string? phone, string? purpose, string? code, string? rememberToken, RequestSource source, CancellationToken cancellationToken)
    {
        var known = CodePurposes.Public(policy).Concat(CodePurposes.OfOwner(policy)).ToList();
        var errors = new FieldErrors();
        var number = phones.Read(phone, errors);
        if (purpose is null || !known.Contains(purpose))
            errors.Add("purpose", PurposeSentence(known));
        if (string.IsNullOrWhiteSpace(code))
            errors.Add("code", "Enter the code from the message.");
        if (string.IsNullOrEmpty(rememberToken))
            errors.Add("rememberToken", "The token that came with the code is missing.");
        if (errors.ToError() is { } error)
            return new CodeVerification.Refused(error);

        return await redemption.RedeemAsync(new CodeEntry(number!, purpose!, code!, rememberToken!, source), cancellationToken);
    }

    /// <summary>Uses up the proof of a code. False: it is missing, used, expired, or for another purpose or account.</summary>
    public async Task<bool> TakeProofAsync(string? verifyToken, string purpose, Guid userId, CancellationToken cancellationToken) =>
        !string.IsNullOrEmpty(verifyToken) && await redemption.TakeProofAsync(RandomHandle.Hash(verifyToken), purpose, userId, cancellationToken);

    private async Task<CodeOutcome> SendAsync(CodeClaim claim, RequestSource source, CancellationToken cancellationToken)
    {
        try
        {
            await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
            var outcome = await issuer.SendAsync(claim, source, cancellationToken);
            await work.CommitAsync(cancellationToken);
            return outcome;
        }
        catch (Exception exception) when (claim.UserId is not null && exception.IsForeignKeyViolation())
        {
            // The account was deleted since it was found. It is nobody's number now, and answered like one.
            return await SendAsync(claim with { UserId = null }, source, cancellationToken);
        }
    }

    // A number that was last proven long ago may be somebody else's by now. One that never was counts from when it was given.
    private Task<Guid?> FindOwnerAsync(string phone, CancellationToken cancellationToken)
    {
        var provenAfter = clock.GetUtcNow() - policy.Phone.ProvenFor;
        return db.Users
            .Where(user => user.OwnedPhone == phone && user.IsActive && (user.PhoneVerifiedAt ?? user.CreatedAt) > provenAfter)
            .Select(user => (Guid?)user.Id)
            .SingleOrDefaultAsync(cancellationToken);
    }

    private async Task<Guid?> FindClaimantAsync(string phone, string? rememberToken, CancellationToken cancellationToken)
    {
        var claims = db.Users.Where(user => user.PhoneNumber == phone && !user.PhoneNumberConfirmed && user.IsActive);
        if (!string.IsNullOrEmpty(rememberToken))
        {
            var hash = RandomHandle.Hash(rememberToken);
            claims = claims.Where(user => db.OneTimeCodes.Any(
                code => code.RememberHash == hash && code.UserId == user.Id && code.Phone == phone && code.Purpose == CodePurposes.VerifyPhone));
        }

        return await claims.Select(user => (Guid?)user.Id).Take(2).ToListAsync(cancellationToken) is [var only] ? only : null;
    }

    private static string PurposeSentence(IEnumerable<string> known) => $"The purpose must be one of: {string.Join(", ", known)}.";
}
