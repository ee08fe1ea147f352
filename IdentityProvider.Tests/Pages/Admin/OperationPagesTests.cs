using System.Net;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Pages.Admin;

/// <summary>Messages that got stuck, and codes that were refused.</summary>
public sealed class OperationPagesTests(ProviderFixture fixture, OperationPagesTests.WithCeiling low)
    : IClassFixture<ProviderFixture>, IClassFixture<OperationPagesTests.WithCeiling>
{
    private const int Ceiling = 3;
    private readonly Provider _provider = fixture.Provider;

    public sealed class WithCeiling : ProviderFixture
    {
        protected override void Configure(ProviderSettings settings) => settings.With("Accounts:Abuse:CodesPerHour", "3");
    }

    [Fact]
    public async Task What_was_given_up_is_sent_again_and_the_list_stays_as_it_was()
    {
        var (person, _) = await _provider.Accounts.RegisterAsync(Person.New());
        await _provider.InScopeAsync((ProviderDbContext db) => db.Messages.Where(message => message.To == person.Phone).ExecuteUpdateAsync(set => set
            .SetProperty(message => message.State, "given_up").SetProperty(message => message.Failure, "number_unreachable")));
        var browser = await _provider.SignInAsRoleAsync("admin");
        var list = await browser.OpenAsync("/admin/messages");
        var spaced = $"{person.Phone[..3]} {person.Phone[3..]}";
        var found = (await list.FormWith("#to").Fill("#to", spaced).SubmitAsync()).ExpectPage();
        Assert.Contains("number unreachable", Assert.Single(found.Document.QuerySelectorAll(".list tbody tr")).TextContent, StringComparison.Ordinal);

        var done = (await found.FormWith("input[name=id]").SubmitAsync()).ExpectPage();
        Assert.Equal(found.Address, done.Address);
        Assert.Contains("waits for its turn again", done.Text, StringComparison.Ordinal);
        Assert.False(done.Has(".list form"));
        var twice = (await found.FormWith("input[name=id]").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Conflict, twice.Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.OpenAsync("/admin/messages?to=%00")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/admin/messages?state=lost")).Status);
    }

    [Fact]
    public async Task A_code_that_was_refused_says_by_which_limit()
    {
        for (var count = 0; count <= Ceiling; count++)
            await low.Provider.Accounts.RegisterAsync(Person.New());
        var browser = await low.Provider.SignInAsRoleAsync("admin");
        var page = await browser.OpenAsync("/admin/refused-codes?kind=otp_ceiling");
        Assert.Contains("Ceiling of all messages", page.Document.QuerySelector(".list")!.TextContent, StringComparison.Ordinal);
        Assert.Contains($"the limit is {Ceiling}", page.Text, StringComparison.Ordinal);
        var none = await browser.OpenAsync("/admin/refused-codes?kind=sms_budget");
        Assert.Equal("No code was refused by this limit.", none.Document.QuerySelector(".empty")!.TextContent);
        Assert.True((await none.ClickAsync(".clear")).ExpectPage().Has(".list"));
    }
}
