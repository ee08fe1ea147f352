using FsCheck;
using FsCheck.Fluent;

namespace IdentityProvider.Tests.Model;

/// <summary>
/// Makes stories up. Steps drawn one by one would hardly ever get anywhere, so most come in short runs that belong together,
/// of which any may be missing.
/// </summary>
internal static class Stories
{
    public const int People = 4;
    private const int FewestSteps = 16;
    private const int MostSteps = 36;

    // The first two share a number, so that in most stories it is disputed.
    private static readonly Gen<int> Company = Gen.Elements(1, 2, 2, 3, People);
    private static readonly Gen<bool> MostlyRight = Gen.Elements(true, true, true, false);
    private static readonly Gen<Purpose> AnyPurpose = Gen.Elements(Enum.GetValues<Purpose>());

    // A minute; past a code, a proof, a link for a new password or an access token; to the next day; past an idle
    // refresh token; and past the time after which a number must be proven anew.
    private static readonly Gen<int> Minutes = Gen.Elements(1, 6, 6, 11, 11, 61, 61, 20 * 60, 20 * 60, 15 * 24 * 60, 366 * 24 * 60);

    public static Arbitrary<Story> Of(Preset preset) =>
        Arb.From(
            from people in Company
            from runs in Runs(preset, people).ListOf(MostSteps)
            from length in Gen.Choose(FewestSteps, MostSteps)
            select new Story([.. Join(preset, 0), .. runs.SelectMany(run => run).Take(length)]),
            Shorter);

    // First whole stretches are left out, then ever shorter ones.
    private static IEnumerable<Story> Shorter(Story story)
    {
        for (var stretch = story.Steps.Count / 2; stretch >= 1; stretch /= 2)
        {
            for (var start = 0; start < story.Steps.Count; start += stretch)
                yield return new Story([.. story.Steps.Take(start), .. story.Steps.Skip(start + stretch)]);
        }
    }

    private static Gen<Step[]> Runs(Preset preset, int people) =>
        from person in Gen.Choose(0, people - 1)
        from other in Gen.Choose(0, people - 1)
        from right in MostlyRight
        from way in Gen.Elements(By.Phone, By.Email)
        from minutes in Minutes
        from run in Gen.Frequency(
            (5, Gen.Constant(Join(preset, person))),
            (3, Gen.Constant<Step[]>([Registration(preset, person)])),
            (4, Gen.Constant<Step[]>([new Step.SignIn(person, preset.SignInBy[^1], right)])),
            (5, InSession(person)),
            (4, Gen.Elements(preset.ResetBy).Select(channel => Recover(person, channel, right))),
            (2, Gen.Elements(preset.ResetBy).Select(channel => RecoverTooLate(preset, person, channel))),
            (3, Gen.Constant(Change(preset, person, right))),
            (2, Gen.Constant<Step[]>([
                new Step.AskCode(person, Purpose.DeleteAccount), new Step.EnterCode(person, Purpose.DeleteAccount, right, person), new Step.Delete(person)])),
            (preset.SignInByCode ? 3 : 0, Gen.Constant<Step[]>([new Step.AskCode(person, Purpose.SignIn), new Step.SignInByCode(person, right)])),
            (2, Guesses(preset, person)),
            (2, Gen.Constant(GuessesAtTwoCodes(preset, person))),
            (2, Gen.Constant<Step[]>([new Step.SetActive(person, Active: false), new Step.SignIn(person, preset.SignInBy[0], Right: true), new Step.SetActive(person, right)])),
            (4, Gen.Constant<Step[]>([new Step.Wait(minutes)])),
            (5, Single(person, other, way, right).Select(step => new[] { step })))
        from missing in Gen.Choose(0, 3 * run.Length)
        select run.Where((_, index) => index != missing).ToArray();

    private static Step Registration(Preset preset, int person) =>
        preset.CodeFirst ? new Step.AskCode(person, Purpose.Register) : new Step.Register(person);

    private static Step[] Join(Preset preset, int person) => preset.CodeFirst
        ? [Registration(preset, person), new Step.EnterCode(person, Purpose.Register, Right: true, person), new Step.FinishRegistration(person)]
        :
        [
            Registration(preset, person), new Step.EnterCode(person, Purpose.VerifyPhone, Right: true, person), new Step.FollowLink(person),
            new Step.SignIn(person, preset.SignInBy[0], Right: true),
        ];

    private static Gen<Step[]> InSession(int person) => Gen.Elements<Step[]>(
        [new Step.ReadProfile(person)],
        [new Step.Refresh(person)],
        [new Step.Refresh(person), new Step.RefreshWithUsedToken(person), new Step.Refresh(person)],
        [new Step.LogOut(person)]);

    private static Step[] Recover(int person, By by, bool right) => by == By.Phone
        ? [new Step.Forget(person, by), new Step.EnterCode(person, Purpose.ResetPassword, right, person), new Step.Reset(person, by)]
        : [new Step.Forget(person, by), new Step.Reset(person, by)];

    // The password that the proof was made for is no longer the password.
    private static Step[] RecoverTooLate(Preset preset, int person, By by)
    {
        var recovery = Recover(person, by, right: true);
        return [.. recovery.SkipLast(1), .. Change(preset, person, right: true), recovery[^1]];
    }

    private static Step[] Change(Preset preset, int person, bool right) => preset.ChangeByCode
        ?
        [
            new Step.AskCode(person, Purpose.ChangePassword), new Step.EnterCode(person, Purpose.ChangePassword, right, person),
            new Step.ChangePassword(person, Right: true),
        ]
        : [new Step.ChangePassword(person, right)];

    private static Gen<Step[]> Guesses(Preset preset, int person) => Gen.Elements<Step>(
        new Step.EnterCode(person, Purpose.VerifyPhone, Right: false, person), new Step.SignIn(person, preset.SignInBy[0], Right: false),
        new Step.ChangePassword(person, Right: false), Registration(preset, person)).Select(step => Enumerable.Repeat(step, 5).ToArray());

    // The wrong ones count for the day: with a new code there are not five more.
    private static Step[] GuessesAtTwoCodes(Preset preset, int person)
    {
        var purpose = preset.CodeFirst ? Purpose.Register : Purpose.VerifyPhone;
        Step[] oneCode = [new Step.AskCode(person, purpose), .. Enumerable.Repeat(new Step.EnterCode(person, purpose, Right: false, person), 3)];
        return [.. oneCode, .. oneCode];
    }

    // Anything at any time.
    private static Gen<Step> Single(int person, int other, By way, bool right) =>
        from purpose in AnyPurpose
        from step in Gen.Elements<Step>(
            new Step.Register(person), new Step.FinishRegistration(person), new Step.AskLink(person), new Step.FollowLink(person),
            purpose == Purpose.ResetPassword ? new Step.Forget(person, way) : new Step.AskCode(person, purpose),
            new Step.EnterCode(person, purpose, right, person), new Step.EnterCode(person, purpose, right, other),
            new Step.SignIn(person, way, right), new Step.SignInByCode(person, right), new Step.Reset(person, way),
            new Step.ChangePassword(person, right), new Step.Delete(person))
        select step;
}
