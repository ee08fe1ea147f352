using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using IdentityProvider.Tests.Requirements.OtpFirst;
using Microsoft.FSharp.Core;

namespace IdentityProvider.Tests.Model;

/// <summary>
/// Whatever people do, one after the other, the provider answers as the model of the preset says, and afterwards has what the
/// model has. A difference is shrunk to the few steps that show it.
/// </summary>
/// <remarks>
/// The stories are the same at every run, so that a change is judged by nothing but the change.
/// <c>ACCOUNT_STORIES=2000</c> tells that many others; <c>ACCOUNT_STORY=seed,gamma</c>, with the numbers that a failure names
/// for its last step, tells that one again.
/// </remarks>
public abstract class AccountsModelTests : IAsyncLifetime
{
    private const int Usual = 60;
    private static readonly Replay UsualSeed = ReplayOf("7426581,3790041");

    private readonly Preset _preset;
    private Provider? _provider;
    private Person? _admin;

    private protected AccountsModelTests(Preset preset) => _preset = preset;

    public async Task InitializeAsync()
    {
        _provider = await Provider.StartAsync(settings => settings
            .With("Accounts:Preset", _preset.Name)
            .With("Accounts:Otp:ResendDelay", "00:00:00"));
        _admin = await _provider.AddStaffAsync("admin");
    }

    public async Task DisposeAsync()
    {
        if (_provider is not null)
            await _provider.DisposeAsync();
    }

    [Fact]
    public void The_provider_does_what_the_model_says()
    {
        var count = Environment.GetEnvironmentVariable("ACCOUNT_STORIES");
        var story = Environment.GetEnvironmentVariable("ACCOUNT_STORY");
        var replay = story is not null ? ReplayOf(story) : count is null ? UsualSeed : null;
        Prop.ForAll(Stories.Of(_preset), Tell).Check(Config.QuickThrowOnFailure
            .WithMaxTest(count is null ? Usual : int.Parse(count, CultureInfo.InvariantCulture))
            .WithReplay(replay is null ? FSharpOption<Replay>.None : FSharpOption<Replay>.Some(replay)));
    }

    // Outside the runner's synchronization context: the check waits for it.
    private void Tell(Story story) => Task.Run(() => TellAsync(story)).GetAwaiter().GetResult();

    private async Task TellAsync(Story story)
    {
        _provider!.StartTheDay();
        var (model, world) = (new AccountsModel(_preset), new World(_provider!, _admin!));
        foreach (var (number, step) in story.Steps.Index())
        {
            var expected = model.Take(step, out var expectedProfile);
            var (answer, profile) = await world.TakeAsync(step);
            Agree((expected, expectedProfile), (answer, profile), $"step {number + 1}, {step}");
        }

        Agree(model.Accounts.Count, world.Accounts.Count, "the number of accounts");
        foreach (var (number, account) in model.Accounts.Index())
            Agree(account.View, await world.ViewAsync(world.Accounts[number]), $"account {number + 1}");
        Agree(model.Sessions.Count, world.Sessions.Count, "the number of sessions");
        foreach (var (number, session) in model.Sessions.Index())
        {
            Agree(model.HasAccess(session), await world.HasAccessAsync(world.Sessions[number]), $"the access token of session {number + 1}");
            Agree(model.CanRefresh(session), await world.CanRefreshAsync(world.Sessions[number]), $"the refresh token of session {number + 1}");
        }
    }

    private static void Agree<T>(T expected, T actual, string where) =>
        Assert.True(EqualityComparer<T>.Default.Equals(expected, actual), $"At {where}\n  the model says   {expected}\n  the provider     {actual}");

    private static Replay ReplayOf(string text)
    {
        var numbers = text.Split(',').Select(number => ulong.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new Replay(new Rnd(numbers[0], numbers[1]), FSharpOption<int>.None);
    }
}

[Trait("Requirement", "PhoneFirst")]
public sealed class PhoneFirstModelTests() : AccountsModelTests(Preset.PhoneFirst);

[Trait("Requirement", "OtpFirst")]
public sealed class OtpFirstModelTests() : AccountsModelTests(Preset.OtpFirst);

[Trait("Requirement", "EmailFirst")]
public sealed class EmailFirstModelTests() : AccountsModelTests(Preset.EmailFirst);

[Trait("Requirement", "Clinic")]
public sealed class ClinicModelTests() : AccountsModelTests(Preset.Clinic);
