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
    private const int FewestSteps = 20;
    private const int MostSteps = 40;

    private static readonly Gen<int> Person = Gen.Choose(0, People - 1);
    private static readonly Gen<By> Way = Gen.Elements(By.Phone, By.Email);
    private static readonly Gen<bool> MostlyRight = Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)));

    // A minute; past a code, a proof, a link for a new password or an access token; to the next day; past an idle
    // refresh token; and past the time after which a number must be proven anew.
    private static readonly Gen<Step> Wait =
        Gen.Elements(1, 6, 6, 11, 11, 61, 61, 20 * 60, 20 * 60, 15 * 24 * 60, 366 * 24 * 60).Select(minutes => (Step)new Step.Wait(minutes));

    public static Arbitrary<Story> Of(Preset preset) =>
        Arb.From(
            from steps in Run(preset).ListOf(MostSteps)
            from length in Gen.Choose(FewestSteps, MostSteps)
            select new Story([.. steps.SelectMany(run => run).Take(length)]),
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

    private static Gen<Step[]> Run(Preset preset) =>
        from person in Person
        from steps in Gen.Frequency(
            (10, Single(preset, person).Select(step => new[] { step })),
            (8, Gen.Constant(Join(preset, person))),
            (4, ByCode(person, Purpose.ResetPassword, new Step.Forget(person, By.Phone), new Step.Reset(person, By.Phone))),
            (2, Gen.Constant<Step[]>([new Step.Forget(person, By.Email), new Step.Reset(person, By.Email)])),
            (3, ByCode(person, Purpose.ChangePassword, new Step.AskCode(person, Purpose.ChangePassword), new Step.ChangePassword(person, Right: true))),
            (3, ByCode(person, Purpose.DeleteAccount, new Step.AskCode(person, Purpose.DeleteAccount), new Step.Delete(person))),
            (2, Gen.Constant<Step[]>([new Step.AskCode(person, Purpose.SignIn), new Step.SignInByCode(person, Right: true)])),
            (2, Gen.Elements<Step>(
                new Step.EnterCode(person, Purpose.VerifyPhone, Right: false, person), new Step.SignIn(person, preset.SignInBy[0], Right: false),
                new Step.ChangePassword(person, Right: false)).Select(step => Enumerable.Repeat(step, 5).ToArray())),
            (3, Wait.Select(step => new[] { step })))
        from missing in Gen.Choose(0, 3 * steps.Length)
        select steps.Where((_, index) => index != missing).ToArray();

    private static Step[] Join(Preset preset, int person) => preset.CodeFirst
        ? [new Step.AskCode(person, Purpose.Register), new Step.EnterCode(person, Purpose.Register, Right: true, person), new Step.FinishRegistration(person)]
        :
        [
            new Step.Register(person), new Step.EnterCode(person, Purpose.VerifyPhone, Right: true, person), new Step.FollowLink(person),
            new Step.SignIn(person, preset.SignInBy[0], Right: true),
        ];

    private static Gen<Step[]> ByCode(int person, Purpose purpose, Step ask, Step use) =>
        from right in MostlyRight
        select new[] { ask, new Step.EnterCode(person, purpose, right, person), use };

    private static Gen<Step> Single(Preset preset, int person) => Gen.OneOf(
        Gen.Elements<Step>(
            preset.CodeFirst ? new Step.FinishRegistration(person) : new Step.Register(person), new Step.AskLink(person), new Step.FollowLink(person),
            new Step.Refresh(person), new Step.RefreshWithUsedToken(person), new Step.ReadProfile(person), new Step.LogOut(person), new Step.Delete(person)),
        from purpose in Gen.Elements(Enum.GetValues<Purpose>())
        select (Step)(purpose == Purpose.ResetPassword ? new Step.Forget(person, By.Phone) : new Step.AskCode(person, purpose)),
        from purpose in Gen.Elements(Enum.GetValues<Purpose>())
        from right in MostlyRight
        from holder in Gen.Frequency((4, Gen.Constant(person)), (1, Person))
        select (Step)new Step.EnterCode(person, purpose, right, holder),
        from way in Way
        from right in MostlyRight
        select (Step)new Step.SignIn(person, way, right),
        from right in MostlyRight
        from code in Gen.Elements(true, false)
        select code ? (Step)new Step.SignInByCode(person, right) : new Step.ChangePassword(person, right),
        from way in Way
        from forget in Gen.Elements(true, false)
        select forget ? (Step)new Step.Forget(person, way) : new Step.Reset(person, way),
        from active in Gen.Elements(true, false)
        select (Step)new Step.SetActive(person, active));
}
