namespace IdentityProvider.Tests.Model;

/// <content>Being signed in, new passwords, and the end of an account.</content>
internal sealed partial class AccountsModel
{
    // Sessions: PF-4 to PF-6, OF-9, EF-3, CL-3, CL-4, CL-12.

    private Answer SignIn(Holder person, By by, bool right)
    {
        if (!preset.SignInBy.Contains(by))
            return new(400, "unsupported_grant_type");
        var identifier = by == By.Phone ? person.Phone : person.Email;
        var lockout = LockoutOf(identifier);
        if (lockout.IsLocked(_now))
            return NotGranted("invalid_credentials");
        var account = Living.SingleOrDefault(account =>
            right && (by == By.Phone ? account.Phone : account.Email) == identifier && account.Password == person.Password);
        if (account is null)
            lockout.Wrong(_now);
        if (account is not { IsActive: true })
            return NotGranted("invalid_credentials");
        if (preset.ProvenFirst == By.Phone && !account.PhoneVerified)
            return NotGranted("phone_not_verified");
        if (preset.ProvenFirst == By.Email && !account.EmailVerified)
            return NotGranted("email_not_verified");
        _lockouts.Remove(identifier);
        return Start(person, account);
    }

    private Answer SignInByCode(Holder person, bool right)
    {
        if (!preset.SignInByCode)
            return new(400, "unsupported_grant_type");
        var answer = EnterCode(person, Purpose.SignIn, right, person.Tickets.GetValueOrDefault(Purpose.SignIn));
        if (answer.Code is { } code)
            return NotGranted(code);
        return person.Proofs[Purpose.SignIn].Account is { IsActive: true } account ? Start(person, account) : NotGranted("otp_invalid");
    }

    private Answer Start(Holder person, Account account)
    {
        if (preset.OneSession && Sessions.Any(session => session.Account == account && session.IsLive(_now)))
            return NotGranted("already_signed_in");
        person.Session = new Session(account, _now);
        Sessions.Add(person.Session);
        return Done();
    }

    private Session? LiveSession(Holder person) => person.Session is { } session && HasAccess(session) ? session : null;

    private Answer Refresh(Session? session)
    {
        if (session is null || !CanRefresh(session))
            return new(400, "invalid_grant");
        session.Refresh(_now);
        return Done();
    }

    private Answer RefreshWithUsedToken(Session? session)
    {
        Wait(1);
        session?.Steal(_now);
        return new(400, "invalid_grant");
    }

    private Answer LogOut(Holder person)
    {
        if (LiveSession(person) is not { } session)
            return NoToken;
        session.IsEnded = true;
        return Done();
    }

    private void EndSessions(Account account, Session? except = null)
    {
        foreach (var session in Sessions.Where(session => session.Account == account && session != except))
            session.IsEnded = true;
    }

    private Lockout LockoutOf(string identifier) =>
        _lockouts.TryGetValue(identifier, out var lockout) ? lockout : _lockouts[identifier] = new Lockout(_now);

    // Passwords: PF-10 to PF-12, EF-6, EF-9, EF-10, CL-7, CL-8.

    private Answer Forget(Holder person, By by)
    {
        if (!preset.ResetBy.Contains(by))
            return new(400, "channel_not_allowed");
        if (by == By.Phone)
            return AskCode(person, Purpose.ResetPassword);
        var owner = OwnerOfEmail(person.Email);
        if (owner is null && preset.RevealsUnknown)
            return new(404, "user_not_found");
        if (!_codes.SendLink(person.Email, "reset"))
            return new(429, "email_daily_limit");
        if (owner is not { IsActive: true })
            return Done(202);
        person.ResetLink = LinkOf(owner, TimeSpan.FromHours(1));
        return Done(202, messages: 1);
    }

    private Answer Reset(Holder person, By by)
    {
        var proof = by == By.Phone ? person.Proofs.GetValueOrDefault(Purpose.ResetPassword) : person.ResetLink;
        if (proof?.PermitsReset(_now) != true)
            return new(403, "malicious_request");
        var account = proof.Account!;
        if (by == By.Email)
            ProveEmail(account);
        Replace(person, account, stays: null);
        foreach (var identifier in new[] { account.Phone, account.Email }.OfType<string>())
            _lockouts.Remove(identifier);
        return Done();
    }

    private Answer ChangePassword(Holder person, bool right)
    {
        if (LiveSession(person) is not { } session)
            return NoToken;
        if ((preset.ChangeByCode ? RefuseProof(person, session.Account, right) : RefusePassword(person, session.Account, right)) is { } refusal)
            return refusal;
        Replace(person, session.Account, stays: session);
        return Done(preset.UpdateStatus);
    }

    private Answer? RefuseProof(Holder person, Account account, bool right)
    {
        var proof = person.Proofs.GetValueOrDefault(Purpose.ChangePassword);
        return right && _codes.TakeProof(proof, Purpose.ChangePassword, account) ? null : new(403, "proof_invalid");
    }

    private Answer? RefusePassword(Holder person, Account account, bool right)
    {
        var identifier = account.Phone ?? account.Email!;
        var lockout = LockoutOf(identifier);
        if (lockout.IsLocked(_now))
            return new(429, "too_many_attempts");
        if (right && account.Password == person.Password)
        {
            _lockouts.Remove(identifier);
            return null;
        }

        lockout.Wrong(_now);
        return new(400, "wrong_password");
    }

    private void Replace(Holder person, Account account, Session? stays)
    {
        person.Password = person.Password.Next;
        account.Password = person.Password;
        account.Passwords++;
        EndSessions(account, stays);
    }

    // The end of an account: CL-9, CL-10.

    private Answer Delete(Holder person)
    {
        if (LiveSession(person) is not { Account: var account })
            return NoToken;
        if (!_codes.TakeProof(person.Proofs.GetValueOrDefault(Purpose.DeleteAccount), Purpose.DeleteAccount, account))
            return new(403, "proof_invalid");
        account.IsGone = true;
        _codes.Remove(account);
        return Done();
    }

    private Answer SetActive(Account? account, bool active)
    {
        if (account is not { IsGone: false })
            return new(404, "user_not_found");
        account.IsActive = active;
        if (!active)
            EndSessions(account);
        return Done();
    }
}
