using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Failures;
using IdentityProvider.Accounts.SignIns;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Accounts;

/// <summary>Wrong passwords lock, but strangers lock nobody out.</summary>
public sealed class LockoutTests : IAsyncLifetime
{
    private static readonly RequestSource Home = new("192.0.2.7", "test");
    private Provider _provider = null!;
    private Person _person = null!;

    public async Task InitializeAsync()
    {
        _provider = await Provider.StartAsync(settings => settings.With("Accounts:Password:Iterations", "1000"));
        _person = await _provider.Accounts.RegisterVerifiedAsync();
    }

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public async Task Failures_from_one_network_don_t_lock_another()
    {
        await FailAsync(5, new RequestSource("198.51.100.9", "test"));
        Assert.False(await SignsInAsync(new RequestSource("198.51.100.9", "test")));
        Assert.True(await SignsInAsync(Home));
    }

    [Fact]
    public async Task The_addresses_of_one_IPv6_network_count_together()
    {
        for (var i = 1; i <= 5; i++)
            await FailAsync(1, new RequestSource($"2001:db8:1:2::{i}", "test"));
        Assert.False(await SignsInAsync(new RequestSource("2001:db8:1:2:ffff::1", "test")));
        Assert.True(await SignsInAsync(new RequestSource("2001:db8:1:3::1", "test")));
    }

    [Fact]
    public async Task Each_lock_lasts_longer_than_the_one_before()
    {
        foreach (var minutes in new[] { 5, 10, 20, 40, 60, 60 })
        {
            await FailAsync(5, Home);
            _provider.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(5));
            Assert.False(await SignsInAsync(Home));
            _provider.Clock.Advance(TimeSpan.FromSeconds(6));
        }

        Assert.True(await SignsInAsync(Home));
    }

    [Fact]
    public async Task From_everywhere_together_there_is_a_limit_and_a_trusted_browser_is_free_of_it()
    {
        for (var i = 0; i < 25; i++)
            await FailAsync(4, new RequestSource($"198.51.100.{i}", "test"));
        Assert.False(await SignsInAsync(Home));

        var trusted = _provider.Services.GetRequiredService<TrustedDevices>().Issue(Guid.Parse(_person.UserId), current: null);
        Assert.True(await SignsInAsync(Home, trusted));
        Assert.False(await SignsInAsync(Home, "spoilt" + trusted));
        var ofAnother = _provider.Services.GetRequiredService<TrustedDevices>().Issue(Guid.Empty, current: null);
        Assert.False(await SignsInAsync(Home, ofAnother));
    }

    private async Task FailAsync(int times, RequestSource source)
    {
        for (var i = 0; i < times; i++)
            Assert.IsType<SignInOutcome.Refused>(await SignInAsync("Wrong-horse-9", source, trustedDevice: null));
    }

    private async Task<bool> SignsInAsync(RequestSource source, string? trustedDevice = null) =>
        await SignInAsync(_person.Password, source, trustedDevice) is SignInOutcome.Authenticated;

    private Task<SignInOutcome> SignInAsync(string password, RequestSource source, string? trustedDevice) => _provider.InScopeAsync(
        (SignIn signIn) => signIn.WithPasswordAsync(_person.Phone, password, new SignInPlace(source, TrustedDevice: trustedDevice), default));
}
