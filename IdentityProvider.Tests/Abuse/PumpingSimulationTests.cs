using IdentityProvider.Tests.Hosting;
using Xunit.Abstractions;

namespace IdentityProvider.Tests.Abuse;

/// <summary>
/// What a pumping attack costs and whom it shuts out, with the defaults. A tenth of the traffic of <c>docs/abuse.md</c>; all of it
/// with <c>PUMPING_SIMULATION=full</c> in the environment. Each test writes its row of the table there.
/// </summary>
[Trait("Threat", "sms_budget")]
public sealed class PumpingSimulationTests(ITestOutputHelper output)
{
    private const string Bangladesh = "+88017########";
    private const string Kenya = "+2547########";
    private const string Pakistan = "+9230########";
    private const string Myanmar = "+95979#######";

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("PUMPING_SIMULATION") == "full";

    [Fact]
    public async Task Without_an_attack_next_to_nobody_is_refused()
    {
        var tally = await RunAsync(new Scenario("none", []));
        Assert.InRange(tally.HonestRefused, 0, tally.Honest / 50);
        Assert.Equal(0, tally.HonestLost);
    }

    [Fact]
    public async Task On_its_first_day_an_instance_serves_everybody()
    {
        var tally = await RunAsync(new Scenario("none, first day", [], HasHistory: false));
        Assert.InRange(tally.HonestRefused, 0, tally.Honest / 50);
        Assert.Equal(0, tally.HonestLost);
    }

    [Fact]
    public async Task An_attack_elsewhere_gets_next_to_nothing_and_shuts_nobody_out()
    {
        var tally = await RunAsync(new Scenario("three other countries", [Bangladesh, Kenya, Pakistan]));
        Assert.InRange(tally.AttackMessages, 1, 140);
        Assert.InRange(tally.HonestRefused, 0, tally.Honest / 50);
        Assert.DoesNotContain("phone_invalid", tally.AttackRefusals.Keys);
    }

    [Fact]
    public async Task An_attack_at_home_is_bounded_and_leaves_most_honest_people_in()
    {
        var tally = await RunAsync(new Scenario("at home", [Myanmar]));
        Assert.InRange(tally.AttackMessages, 1, tally.Attacks / 5);
        Assert.InRange(tally.HonestRefused, 0, tally.Honest / 5);
    }

    [Fact]
    public async Task An_attack_at_home_and_elsewhere_is_bounded() =>
        Assert.InRange((await RunAsync(new Scenario("home and two others", [Myanmar, Bangladesh, Kenya]))).AttackMessages, 1, 1700);

    [Fact]
    public async Task An_attack_on_the_first_day_is_bounded() =>
        Assert.InRange((await RunAsync(new Scenario("home and two others, first day", [Myanmar, Bangladesh, Kenya], HasHistory: false))).AttackMessages, 1, 1700);

    [Fact]
    public async Task A_slow_attack_is_bounded_each_day()
    {
        var tally = await RunAsync(new Scenario("home and two others, over a week", [Myanmar, Bangladesh, Kenya], IsFull ? 7 : 3));
        Assert.InRange(tally.AttackMessages, 1, tally.Attacks * 3 / 4);
    }

    private async Task<Tally> RunAsync(Scenario scenario)
    {
        await using var provider = await Provider.StartAsync(settings => settings
            .With("Issuer", "http://localhost")
            .With("Accounts:Preset", "OtpFirst")
            .WithDefault("Accounts:Abuse:CodesPerAddressPerHour")
            .WithDefault("Accounts:Abuse:CountriesPerAddressPerDay")
            .WithDefault("Accounts:Abuse:CodesPerDialCodePerDay")
            .WithDefault("Accounts:Abuse:UnverifiedBudget"));
        var tally = await new PumpingSimulation(provider, IsFull ? Traffic.Full : Traffic.Quick, scenario).RunAsync();
        output.WriteLine($"| {scenario.Name} | {tally} |");
        return tally;
    }
}
