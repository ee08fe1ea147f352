namespace IdentityProvider.Tests.Model;

/// <summary>What a code by SMS is for.</summary>
public enum Purpose
{
    Register,
    VerifyPhone,
    SignIn,
    ResetPassword,
    ChangePassword,
    DeleteAccount,
}

/// <summary>
/// One thing that somebody does, with what they hold at that moment: their newest token, code, proof, link, session. Who
/// holds none comes with a made-up one, so that every step can be taken out of a story and the rest is a story still.
/// </summary>
public abstract record Step
{
    private Step() { }

    public sealed record Register(int Person) : Step;

    /// <summary>The second half of a registration that begins with a code.</summary>
    public sealed record FinishRegistration(int Person) : Step;

    public sealed record AskCode(int Person, Purpose Purpose) : Step;

    /// <param name="Person">Who, and whose number.</param>
    /// <param name="Purpose">What for.</param>
    /// <param name="Right">Whether it is the code that came with the token.</param>
    /// <param name="TokenOf">Whose token comes with it.</param>
    public sealed record EnterCode(int Person, Purpose Purpose, bool Right, int TokenOf) : Step;

    public sealed record AskLink(int Person) : Step;

    public sealed record FollowLink(int Person) : Step;

    public sealed record SignIn(int Person, By By, bool Right) : Step;

    public sealed record SignInByCode(int Person, bool Right) : Step;

    public sealed record Refresh(int Person) : Step;

    /// <summary>Later, with the refresh token before the last: a thief, or their victim.</summary>
    public sealed record RefreshWithUsedToken(int Person) : Step;

    public sealed record ReadProfile(int Person) : Step;

    public sealed record LogOut(int Person) : Step;

    public sealed record Forget(int Person, By By) : Step;

    public sealed record Reset(int Person, By By) : Step;

    public sealed record ChangePassword(int Person, bool Right) : Step;

    public sealed record Delete(int Person) : Step;

    /// <summary>An administrator takes the account that this person registered last out of use, or back into it.</summary>
    public sealed record SetActive(int Person, bool Active) : Step;

    public sealed record Wait(int Minutes) : Step;
}

/// <summary>Steps, one after the other.</summary>
public sealed record Story(IReadOnlyList<Step> Steps)
{
    public override string ToString() => string.Concat(Steps.Select((step, index) => $"\n  {index + 1,2}. {step}"));
}

/// <summary>What a step comes to.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Why it was refused; null: it was not.</param>
/// <param name="Messages">How many messages went out by it.</param>
public sealed record Answer(int Status, string? Code = null, int Messages = 0);

/// <summary>What is known of an account, as administrators see it.</summary>
public sealed record AccountView(string? Phone, bool PhoneVerified, string? Email, bool EmailVerified, bool IsActive);
