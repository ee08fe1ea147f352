namespace IdentityProvider.Tests.Model;

/// <summary>What accounts do, as the requirements say it: small, slow, and without a database.</summary>
internal sealed partial class AccountsModel(Preset preset)
{
    private static readonly TimeSpan Morning = TimeSpan.FromHours(6);

    private readonly Holder[] _people = [.. Enumerable.Range(0, Stories.People).Select(number => new Holder(number))];
    private readonly Dictionary<string, Lockout> _lockouts = [];
    private readonly CodesModel _codes = new(preset);
    private TimeSpan _now = Morning;

    /// <summary>Every account there ever was, in the order in which they were made.</summary>
    public List<Account> Accounts { get; } = [];

    /// <summary>Every sign-in there ever was.</summary>
    public List<Session> Sessions { get; } = [];

    public bool HasAccess(Session session) => session.HasAccess(_now) && !session.Account.IsGone;

    public bool CanRefresh(Session session) => session.CanRefresh(_now) && !session.Account.IsGone;

    /// <summary>What the step comes to; the model is then as it is after it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="profile">What the profile says, where it is read.</param>
    public Answer Take(Step step, out AccountView? profile)
    {
        profile = step is Step.ReadProfile read && LiveSession(_people[read.Person]) is { } session ? session.Account.View : null;
        return step switch
        {
            Step.Wait wait => Wait(wait.Minutes),
            Step.Register register => Register(_people[register.Person]),
            Step.FinishRegistration finish => FinishRegistration(_people[finish.Person]),
            Step.AskCode ask => AskCode(_people[ask.Person], ask.Purpose),
            Step.EnterCode enter => EnterCode(_people[enter.Person], enter.Purpose, enter.Right, _people[enter.TokenOf].Tickets.GetValueOrDefault(enter.Purpose)),
            Step.AskLink ask => AskLink(_people[ask.Person]),
            Step.FollowLink follow => FollowLink(_people[follow.Person].ConfirmationLink),
            Step.SignIn signIn => SignIn(_people[signIn.Person], signIn.By, signIn.Right),
            Step.SignInByCode signIn => SignInByCode(_people[signIn.Person], signIn.Right),
            Step.Refresh refresh => Refresh(_people[refresh.Person].Session),
            Step.RefreshWithUsedToken refresh => RefreshWithUsedToken(_people[refresh.Person].Session),
            Step.ReadProfile => profile is null ? NoToken : Done(),
            Step.LogOut logOut => LogOut(_people[logOut.Person]),
            Step.Forget forget => Forget(_people[forget.Person], forget.By),
            Step.Reset reset => Reset(_people[reset.Person], reset.By),
            Step.ChangePassword change => ChangePassword(_people[change.Person], change.Right),
            Step.Delete delete => Delete(_people[delete.Person]),
            Step.SetActive set => SetActive(_people[set.Person].Account, set.Active),
            _ => throw new ArgumentOutOfRangeException(nameof(step)),
        };
    }

    private static Answer NoToken => new(401, "invalid_token");

    private static Answer Done(int status = 200, int messages = 0) => new(status, null, messages);

    private static Answer NotGranted(string code) =>
        new(400, code == "already_signed_in" ? "access_denied: already_signed_in" : $"invalid_grant: {code}");

    private IEnumerable<Account> Living => Accounts.Where(account => !account.IsGone);

    private Account? OwnerOf(string phone) => Living.SingleOrDefault(account => account.Phone == phone && (preset.Reserves || account.PhoneVerified));

    private Account? OwnerOfEmail(string email) => Living.SingleOrDefault(account => account.Email == email && (preset.Reserves || account.EmailVerified));

    private Answer Wait(int minutes)
    {
        _now += TimeSpan.FromMinutes(minutes);
        _codes.Now = _now;
        return Done();
    }

    // Registration: PF-1 to PF-3, OF-7, OF-8, EF-1, CL-1.

    private Answer Register(Holder person)
    {
        if (preset.CodeFirst)
            return new(400, "otp_required");
        if (OwnerOf(person.Phone) is not null)
            return new(409, "phone_taken");
        if (OwnerOfEmail(person.Email) is not null)
            return new(409, "email_taken");

        var account = Create(person, person.Email);
        var (ticket, refusal) = _codes.Send(person.Phone, Purpose.VerifyPhone, account);
        person.Tickets[Purpose.VerifyPhone] = ticket ?? _codes.Remember(person.Phone, Purpose.VerifyPhone, account);
        var mailed = _codes.SendLink(person.Email, "confirm");
        if (mailed)
            person.ConfirmationLink = LinkOf(account, TimeSpan.FromDays(1));
        DropSurplusClaims(account);
        if (preset.TokensAtRegistration)
            Start(person, account);
        return Done(201, (refusal is null ? 1 : 0) + (mailed ? 1 : 0));
    }

    private Answer FinishRegistration(Holder person)
    {
        if (!preset.CodeFirst)
            return new(404, "not_found");
        if (OwnerOf(person.Phone) is not null)
            return new(409, "phone_taken");
        if (_codes.TakeRegistrationProof(person.Phone, person.Proofs.GetValueOrDefault(Purpose.Register)) is { } refusal)
            return refusal;
        var account = Create(person, email: null);
        account.PhoneVerified = true;
        Start(person, account);
        return Done(201);
    }

    private Account Create(Holder person, string? email)
    {
        person.Password = person.Password.Next;
        var account = new Account { Phone = person.Phone, Email = email, Password = person.Password, ProvenAt = _now };
        Accounts.Add(account);
        person.Account = account;
        return account;
    }

    // Three claims on a number at most: the newest goes first, but not before one that no code is out for.
    private void DropSurplusClaims(Account newcomer)
    {
        if (preset.Reserves)
            return;
        var surplus = Living.Where(account => account.Phone == newcomer.Phone && account != newcomer)
            .OrderByDescending(account => _codes.IsOut(account.Phone!, Purpose.VerifyPhone, account))
            .Skip(2).ToList();
        surplus.ForEach(DropClaim);
    }

    private void DropClaim(Account account)
    {
        _codes.Drop(account);
        account.IsGone = true;
    }

    // Codes: PF-3, PF-7, OF-1 to OF-6.

    private Answer AskCode(Holder person, Purpose purpose)
    {
        if (!preset.Knows(purpose))
            return new(400, "validation_failed");
        switch (purpose)
        {
            case Purpose.ChangePassword or Purpose.DeleteAccount:
                return LiveSession(person) is { } session ? SendCode(person, session.Account.Phone!, purpose, session.Account) : NoToken;
            case Purpose.Register:
                return OwnerOf(person.Phone) is null ? SendCode(person, person.Phone, purpose, account: null) : new(409, "phone_taken");
            case Purpose.VerifyPhone:
                return SendCode(person, person.Phone, purpose, ClaimantOf(person));
            default:
                return SendCode(person, person.Phone, purpose, RecentOwnerOf(person.Phone));
        }
    }

    // The token of an earlier code says which claim is meant; without one it is the only one.
    private Account? ClaimantOf(Holder person)
    {
        var claims = Living.Where(account => account.Phone == person.Phone && !account.PhoneVerified && account.IsActive);
        if (person.Tickets.TryGetValue(Purpose.VerifyPhone, out var ticket))
            claims = claims.Where(account => _codes.Find(account.Phone!, Purpose.VerifyPhone, ticket)?.Account == account);
        return claims.ToList() is [var only] ? only : null;
    }

    // A number changes hands: after a year it opens nothing until it is proven again.
    private Account? RecentOwnerOf(string phone) =>
        OwnerOf(phone) is { IsActive: true } owner && _now - owner.ProvenAt < TimeSpan.FromDays(365) ? owner : null;

    private Answer SendCode(Holder person, string phone, Purpose purpose, Account? account)
    {
        var (ticket, refusal) = _codes.Send(phone, purpose, account);
        if (ticket is null)
            return new(429, refusal);
        person.Tickets[purpose] = ticket;
        return Done(202, ticket.CodeSent ? 1 : 0);
    }

    private Answer EnterCode(Holder person, Purpose purpose, bool right, Ticket? ticket)
    {
        if (!preset.Knows(purpose))
            return new(400, "validation_failed");
        if (_codes.Redeem(person.Phone, purpose, right, ticket, isOwned: OwnerOf(person.Phone) is not null, out var code) is { } refusal)
            return refusal;
        person.Proofs[purpose] = code!.Proof!;
        if (code.Account is { } account)
            Prove(account);
        return Done();
    }

    // Whoever proves a number first owns it, and the other claims go.
    private void Prove(Account account)
    {
        (account.PhoneVerified, account.ProvenAt) = (true, _now);
        Living.Where(other => other.Phone == account.Phone && other != account).ToList().ForEach(DropClaim);
    }

    // Links: PF-8, EF-2.

    private Answer AskLink(Holder person)
    {
        if (!_codes.SendLink(person.Email, "confirm"))
            return new(429, "email_daily_limit");
        if (Living.Where(account => account.Email == person.Email && !account.EmailVerified && account.IsActive).ToList() is not [var only])
            return Done(202);
        person.ConfirmationLink = LinkOf(only, TimeSpan.FromDays(1));
        return Done(202, messages: 1);
    }

    private Answer FollowLink(Proof? link)
    {
        if (link is null)
            return new(400, "link_invalid");
        if (link.IsExpired(_now))
            return new(400, "link_expired");
        if (link.Account is not { IsGone: false, Email: not null } account)
            return new(400, "link_invalid");
        if (account.EmailVerified)
            return new(400, "link_used");
        ProveEmail(account);
        return Done();
    }

    private void ProveEmail(Account account)
    {
        account.EmailVerified = true;
        foreach (var other in Living.Where(other => other.Email == account.Email && other != account).ToList())
            other.Email = null;
    }

    private Proof LinkOf(Account account, TimeSpan lifetime) => new(account, _now + lifetime);
}
