namespace IdentityProvider.Tests.Model;

/// <summary>Codes by SMS and their limits, and how many links a day are mailed, as the requirements say it.</summary>
internal sealed class CodesModel(Preset preset)
{
    private const int MostLinks = 10;
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ProofLife = TimeSpan.FromMinutes(10);

    private readonly List<Code> _codes = [];
    private readonly Dictionary<(string Place, string What, int Day), Day> _days = [];

    public TimeSpan Now { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Sends a code, if the day still has one. Where nobody is meant by it everything happens but the message.</summary>
    public (Ticket? Ticket, string? Refusal) Send(string phone, Purpose purpose, Account? account)
    {
        if (Today(phone, purpose).Send() is { } refusal)
            return (null, refusal);
        var code = CodeOf(phone, purpose, account);
        code.Ticket = new Ticket(CodeSent: account is not null || purpose == Purpose.Register);
        (code.ExpiresAt, code.IsUsed, code.Proof) = (Now + CodeLife, false, null);
        return (code.Ticket, null);
    }

    /// <summary>A token without a code: the day has none left.</summary>
    public Ticket Remember(string phone, Purpose purpose, Account account) => CodeOf(phone, purpose, account).Ticket = new Ticket(CodeSent: false);

    public Code? Find(string phone, Purpose purpose, Ticket? ticket) =>
        ticket is null ? null : _codes.SingleOrDefault(code => code.Phone == phone && code.Purpose == purpose && code.Ticket == ticket);

    public bool IsOut(string phone, Purpose purpose, Account account) =>
        _codes.Any(code => code.Phone == phone && code.Purpose == purpose && code.Account == account && !code.IsUsed && code.ExpiresAt > Now);

    /// <summary>Null: it was right.</summary>
    public Answer? Redeem(string phone, Purpose purpose, bool right, Ticket? ticket, bool isOwned, out Code? code)
    {
        code = Find(phone, purpose, ticket);
        if (code is null)
            return Foreign(phone, purpose) ? new(429, "otp_blocked") : new(400, "otp_invalid");
        if (code.IsUsed)
            return code.IsDropped && isOwned ? new(409, "phone_taken") : new(400, "otp_invalid");
        if (code.ExpiresAt is null || Now >= code.ExpiresAt)
            return new(400, "otp_expired");
        var day = Today(phone, purpose);
        if (day.IsBlocked)
            return new(429, "otp_blocked");
        if (!right || !ticket!.CodeSent)
        {
            day.Wrong();
            return new(400, "otp_invalid");
        }

        day.StartAnew();
        code.IsUsed = true;
        code.Proof = new Proof(code.Account, Now + ProofLife);
        return null;
    }

    /// <summary>Whether it is good for this; then it is used up.</summary>
    public bool TakeProof(Proof? proof, Purpose purpose, Account account)
    {
        var code = proof is null ? null : _codes.SingleOrDefault(code => code.Proof == proof && code.Purpose == purpose && code.Account == account);
        if (code is null || proof!.IsExpired(Now))
            return false;
        code.Proof = null;
        return true;
    }

    /// <summary>OF-7. Null: it was good.</summary>
    public Answer? TakeRegistrationProof(string phone, Proof? proof)
    {
        if (Today(phone, Purpose.Register).IsBlocked)
            return new(429, "otp_blocked");
        var code = proof is null ? null : _codes.SingleOrDefault(code => code.Phone == phone && code.Proof == proof);
        if (code is null)
        {
            Foreign(phone, Purpose.Register);
            return new(403, "malicious_request");
        }

        if (proof!.IsExpired(Now))
            return new(400, "proof_expired");
        code.Proof = null;
        return null;
    }

    /// <summary>Whether the day still has a link for the address.</summary>
    public bool SendLink(string email, string purpose) => Today(email, purpose).Send(MostLinks) is null;

    /// <summary>The claim is dropped; who comes too late is told so.</summary>
    public void Drop(Account account)
    {
        foreach (var code in _codes.Where(code => code.Account == account))
            (code.IsUsed, code.IsDropped, code.Proof) = (true, true, null);
    }

    public void Remove(Account account) => _codes.RemoveAll(code => code.Account == account);

    // True: it is blocked. By the token of somebody else nobody but that somebody is blocked, unless the preset wants it.
    private bool Foreign(string phone, Purpose purpose)
    {
        if (preset.ForeignTokenBlocks && _codes.Any(code => code.Phone == phone && code.Purpose == purpose))
        {
            Today(phone, purpose).Block();
            return true;
        }

        var day = Today("strangers at " + phone, purpose);
        var blocked = day.IsBlocked;
        day.Wrong();
        return blocked;
    }

    private Code CodeOf(string phone, Purpose purpose, Account? account)
    {
        var code = _codes.SingleOrDefault(code => code.Phone == phone && code.Purpose == purpose && code.Account == account);
        if (code is null)
            _codes.Add(code = new Code(phone, purpose, account));
        return code;
    }

    private Day Today(string phone, Purpose purpose) => Today(phone, purpose.ToString());

    private Day Today(string place, string what)
    {
        var key = (place, what, (int)Now.TotalDays);
        return _days.TryGetValue(key, out var day) ? day : _days[key] = new Day();
    }
}
