using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IdentityProvider.Accounts.Phones;

namespace IdentityProvider.Tests.Accounts.Phones;

/// <summary>What holds for every number of every region, and for everything that is none.</summary>
public sealed class PhonePropertyTests
{
    private static readonly Arbitrary<int[]> Digits = Gen.Choose(0, 9).ArrayOf(PhoneText.MostDigits).ToArbitrary();

    /// <summary>The first of ten digits each: full width, Myanmar, Shan, Arabic, Persian, Devanagari, Bengali, Thai, Khmer, Adlam.</summary>
    private static readonly int[] Zeros = [0xFF10, 0x1040, 0x1090, 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0x17E0, 0x1E950];

    private static readonly string[] Separators = ["", " ", "-", ".", "/", "(", ")", "\u00A0", "\u2011", "\u200B", "\u202C", "\u3000", "\u2212"];

    // So two numbers are never taken for one.
    [Fact]
    public void What_is_read_is_what_was_written() => ForEveryRange(number =>
    {
        if (number.Kind is null or PhoneKind.None)
            return Read(number.International, number.Home) is null;
        return Read(number.International, number.Home) == number.International
            && Read(number.International, NumberingPlans.Find("MM")!) == number.International;
    });

    [Fact]
    public void Dialled_from_abroad_it_is_the_same_number() => ForEveryRange(number =>
        !number.IsMobile || NumberingPlans.All.Select(code => code.Regions[0]).Where(home => home.International[0].Length > 1)
            .All(home => Read(home.International[0] + number.International[1..], home) == number.International), maxTest: 1);

    [Fact]
    public void Written_at_home_it_is_the_same_number() => ForEveryRange(number =>
        !number.IsMobile || number.BeginsLikeAbroad || Read(number.AtHome, number.Home) == number.International);

    // A landline that could be a mobile number too, its calling code without the plus, is read as that.
    [Fact]
    public void At_home_another_meaning_has_to_be_mobile() => ForEveryRange(number =>
        number.Kind is null or PhoneKind.None or PhoneKind.Unknown || number.BeginsLikeAbroad
        || PhoneNumber.Read(number.AtHome, number.Home) is PhoneReading.Number read
            && (read.Value == number.International || read.Kind is PhoneKind.Mobile or PhoneKind.Any));

    [Fact]
    public void The_plus_sign_can_be_left_out_where_nothing_else_is_meant() => ForEveryRange(number =>
    {
        var written = number.International[1..];
        var plan = NumberingPlans.Of(number.Home);
        var meansAnother = IsMobile(plan, written)
            || (number.Home.Trunk.Length > 0 && written.StartsWith(number.Home.Trunk, StringComparison.Ordinal) && IsMobile(plan, written[number.Home.Trunk.Length..]));
        return !number.IsMobile || meansAnother || Read(written, number.Home) == number.International;
    });

    [Fact]
    public void Separators_and_scripts_do_not_matter() => ForEveryRange(number =>
    {
        var zero = Zeros[number.National[^1] - '0'];
        var written = new StringBuilder("+");
        foreach (var digit in number.International[1..])
            written.Append(new Rune(zero + digit - '0')).Append(Separators[(digit + written.Length) % Separators.Length]);
        return Read(written.ToString(), number.Home) == Read(number.International, number.Home);
    });

    [Fact]
    public void Garbage_is_answered()
    {
        var characters = Gen.Frequency(
            (5, Gen.Choose('0', '9')), (2, Gen.Elements<int>('+', ' ', '-', '(', ')', ';', 'x', 0, 0x200B, 0x1040, 0xFF0B)), (2, Gen.Choose(0, 0xFFFF)));
        var garbage = characters.ArrayOf().Select(codes => new string([.. codes.Select(code => (char)code)]));
        Prop.ForAll(garbage.ToArbitrary(), text => NumberingPlans.All.All(code => IsAnswered(text, code.Regions[0])))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData('0')]
    [InlineData(' ')]
    [InlineData('-')]
    [InlineData('+')]
    [InlineData('\u1040')]
    public void A_megabyte_of_it_costs_nothing(char character)
    {
        var text = "+95" + new string(character, 1 << 20) + "1";
        var home = NumberingPlans.Find("MM")!;
        var watch = Stopwatch.StartNew();
        for (var time = 0; time < 1000; time++)
            Assert.IsType<PhoneReading.Refused>(PhoneNumber.Read(text, home));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    private static bool IsAnswered(string text, PhoneRegion home) => PhoneNumber.Read(text, home) switch
    {
        PhoneReading.Number number => Read(number.Value, home) == number.Value,
        PhoneReading.Refused refused => refused.Sentence.Length > 0,
        _ => false,
    };

    private static void ForEveryRange(Func<GeneratedNumber, bool> holds, int maxTest = 25) =>
        Prop.ForAll(Digits, digits =>
        {
            var broken = GeneratedNumber.OfEveryRange(digits).Where(number => !holds(number)).Select(number => $"{number.Home.Country} {number.International}").ToList();
            return (broken.Count == 0).Label(string.Join(", ", broken.Take(20)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(maxTest));

    private static bool IsMobile(CallingCode plan, string national) => plan.Find(national).Kind is PhoneKind.Mobile or PhoneKind.Any;

    private static string? Read(string written, PhoneRegion home) => (PhoneNumber.Read(written, home) as PhoneReading.Number)?.Value;
}
