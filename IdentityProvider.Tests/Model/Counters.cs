namespace IdentityProvider.Tests.Model;

/// <summary>What happened to a number and purpose on one day: three codes (OF-4), five wrong ones (OF-6).</summary>
internal sealed class Day
{
    private const int MostCodes = 3;
    private const int MostWrong = 5;

    private int _sent;
    private int _wrong;
    private bool _blocked;

    public bool IsBlocked => _blocked || _wrong >= MostWrong;

    /// <summary>Why no code may be sent; null: one is.</summary>
    public string? Send(int most = MostCodes)
    {
        if (IsBlocked)
            return "otp_blocked";
        if (_sent >= most)
            return "otp_daily_limit";
        _sent++;
        return null;
    }

    public void Wrong() => _wrong++;

    public void Block() => _blocked = true;

    public void StartAnew() => (_sent, _wrong) = (0, 0);
}

/// <summary>Wrong passwords for an identifier: five within an hour lock it for five minutes, then ten, ... up to an hour.</summary>
internal sealed class Lockout(TimeSpan start)
{
    private const int Most = 5;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private TimeSpan _start = start;
    private TimeSpan _lockedUntil;
    private int _wrong;
    private int _locks;

    public bool IsLocked(TimeSpan now) => now < _lockedUntil;

    public void Wrong(TimeSpan now)
    {
        if (now - _start >= Memory)
            _locks = 0;
        if (now - _start >= Window)
            (_start, _wrong) = (now, 0);
        _wrong++;
        if (_wrong < Most)
            return;
        _lockedUntil = now + TimeSpan.FromMinutes(Math.Min(5 << _locks, 60));
        (_start, _wrong, _locks) = (now, 0, _locks + 1);
    }
}
