using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Security.Enumeration;

/// <summary>
/// No public form tells by the time it takes. 24 answers of each kind for each form, compared as <see cref="PairedTiming"/> says.
/// Here a password hash takes about 4 ms, a tenth of what it takes by default; a refused sign-in computes three. What is caught
/// on a machine that is otherwise idle is a hash that is left out or computed twice, and more than 2 ms of any other work, such as
/// a message that is sent while the answer waits. What is left on purpose is the row that a message takes in the outbox: 0.2 ms.
/// </summary>
[Collection(nameof(NothingElseAtOnce))]
public sealed class TimingTests(TimingTests.WithoutLimits fixture) : IClassFixture<TimingTests.WithoutLimits>
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(2);
    private readonly Provider _provider = fixture.Provider;

    /// <summary>A provider that neither tires of wrong passwords nor of codes; a hash costs enough to be seen.</summary>
    public sealed class WithoutLimits : ProviderFixture
    {
        protected override void Configure(ProviderSettings settings) => settings
            .WithManyCodes()
            .With("Accounts:Email:MaxLinksPerDay", "0")
            .With("Accounts:Lockout:MaxFailures", "1000")
            .With("Accounts:Lockout:MaxFailuresPerHour", "1000000")
            .With("Accounts:Password:Iterations", "7000");
    }

    public static TheoryData<string> Forms => [.. PublicForm.Of(Strangers.PhoneFirst).Select(form => form.Name)];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Whoever_is_asked_about_the_answer_takes_as_long(string name)
    {
        var form = PublicForm.Of(Strangers.PhoneFirst).Single(form => form.Name == name);
        Assert.Empty(await PairedTiming.DifferencesAsync(await RunsAsync(_provider, form, await Strangers.MakeAsync(_provider)), Tolerance));
    }

    [Fact]
    public async Task A_lock_takes_as_long_whoever_is_locked()
    {
        await using var locking = await Provider.StartAsync(settings => settings.WithManyCodes().With("Accounts:Password:Iterations", "7000"));
        var people = await Strangers.MakeLockedAsync(locking);
        foreach (var form in PublicForm.OfPasswords(Strangers.PhoneFirst))
            Assert.Empty(await PairedTiming.DifferencesAsync(await RunsAsync(locking, form, people), Tolerance));
    }

    [Fact]
    public async Task A_hash_that_is_left_out_would_be_seen()
    {
        var form = PublicForm.OfPasswords(Strangers.PhoneFirst).Single(form => form.Name.StartsWith("grant", StringComparison.Ordinal));
        var hashing = (await RunsAsync(_provider, form, await Strangers.MakeAsync(_provider)))[0];
        // A request that lacks its password is refused before anything is computed.
        var idle = ("nothing to compute", (Func<Task>)(async () =>
        {
            using var fields = new FormUrlEncodedContent([new("grant_type", "urn:identityprovider:grant:phone_password"), new("client_id", TestClients.App)]);
            using var answer = await _provider.Http.PostAsync("/connect/token", fields);
        }));
        var difference = Assert.Single(await PairedTiming.DifferencesAsync([hashing, idle], Tolerance));
        Assert.True(difference.Value < TimeSpan.Zero, $"computing nothing took {difference.Value} longer");
    }

    private static async Task<IReadOnlyList<(string Kind, Func<Task> Run)>> RunsAsync(
        Provider provider, PublicForm form, IReadOnlyDictionary<string, Person> people)
    {
        var runs = new List<(string, Func<Task>)>();
        foreach (var (kind, person) in people)
        {
            var submission = await form.PrepareAsync(provider, person);
            runs.Add((kind, async () =>
            {
                using var answer = await submission.SendAsync();
            }));
        }

        return runs;
    }
}

/// <summary>Tests that measure time run alone, after all others.</summary>
[CollectionDefinition(nameof(NothingElseAtOnce), DisableParallelization = true)]
public sealed class NothingElseAtOnce;
