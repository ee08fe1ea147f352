using IdentityProvider.Accounts.Codes;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Accounts.Registering;

/// <summary>What goes out to somebody who has registered: a code to the phone, a link to the e-mail address. The caller has begun the transaction.</summary>
public sealed class NewcomerMessages(CodeIssuer codes, EmailLinks links)
{
    /// <summary>What must come with the code; null: the account has no number.</summary>
    public async Task<CodeTicket?> SendAsync(User user, RequestSource source, CancellationToken cancellationToken)
    {
        var ticket = user.PhoneNumber is { } phone
            ? await codes.SendOrRememberAsync(new CodeClaim(phone, CodePurposes.VerifyPhone, user.Id), source, cancellationToken)
            : null;
        await links.SendAsync(user, cancellationToken);
        return ticket;
    }
}
