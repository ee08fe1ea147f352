using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Pages.Codes;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Pages.SignUp;

/// <summary>Remembers in the browser what somebody has yet to prove, and says on which page they do it.</summary>
public sealed class ProofPages(OneTimeCodes codes, CodeMemory codeMemory, MailMemory mails)
{
    /// <summary>After the right password of an account that has not proven enough.</summary>
    public async Task<string> OfAsync(SignInOutcome.NotVerified unverified, HostedPage page, CancellationToken cancellationToken) =>
        unverified.Channel == Channels.Phone
            ? OfPhone(unverified.Address, await codes.ResumeVerificationAsync(unverified.UserId, unverified.Address, RequestSource.Of(page.HttpContext), cancellationToken))
            : OfEmail(unverified.UserId, unverified.Address, page);

    /// <summary>A code is out to the number.</summary>
    public string OfPhone(string phone, CodeTicket ticket)
    {
        codeMemory.Keep(new CodeInProgress(CodePurposes.VerifyPhone, phone, ticket));
        return "/account/verify-phone";
    }

    /// <summary>A link is out to the address, or can be asked for.</summary>
    public string OfEmail(Guid userId, string email, HostedPage page)
    {
        mails.Keep(new MailInProgress(userId, email, page.Pending?.Handle, page.ReturnUrl));
        return "/account/check-email";
    }
}
