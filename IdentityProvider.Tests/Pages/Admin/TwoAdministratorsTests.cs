using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Races;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Pages.Admin;

/// <summary>Two people change one account: neither loses what they typed, and neither undoes the other's work unseen.</summary>
public abstract class TwoAdministratorsTests(ProviderFixture fixture)
{
    private readonly Provider _provider = fixture.Provider;

    [ToolFact]
    public async Task The_second_sees_what_the_first_saved_beside_what_they_typed()
    {
        var (subject, one, other) = await MeetAsync();
        var (first, second) = (await one.OpenAsync($"/admin/users/{subject.UserId}/edit"), await other.OpenAsync($"/admin/users/{subject.UserId}/edit"));
        await first.FormWith("#city").Fill("#city", "Mandalay").Fill("#gender", "female").SubmitAsync();
        var conflict = (await second.FormWith("#city").Fill("#city", "Yangon").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.PreconditionFailed, conflict.Status);
        Assert.Contains("This was changed while the form was open", conflict.Text, StringComparison.Ordinal);
        Assert.Equal("Yangon", conflict.Document.QuerySelector("#city")!.GetAttribute("value"));
        Assert.Equal("Saved now: Mandalay", conflict.Document.QuerySelector("#city-now")!.TextContent);
        Assert.Equal("Saved now: female", conflict.Document.QuerySelector("#gender-now")!.TextContent);
        Assert.False(conflict.Has("#fullName-now"));
        Assert.Contains("Mandalay", (await one.OpenAsync($"/admin/users/{subject.UserId}")).Text, StringComparison.Ordinal);

        // They decide, having seen it.
        var done = (await conflict.FormWith("#city").Fill("#gender", "female").SubmitAsync()).ExpectPage();
        Assert.Contains("Yangon", done.Text, StringComparison.Ordinal);
        Assert.Contains("female", done.Text, StringComparison.Ordinal);
    }

    [ToolFact]
    public async Task A_form_that_was_shown_again_does_not_overwrite_unseen_either()
    {
        var (subject, one, other) = await MeetAsync();
        var (first, second) = (await one.OpenAsync($"/admin/users/{subject.UserId}/edit"), await other.OpenAsync($"/admin/users/{subject.UserId}/edit"));
        await first.FormWith("#city").Fill("#city", "Mandalay").SubmitAsync();
        var again = (await second.FormWith("#city").Fill("#city", "Yangon").Fill("[name=__RequestVerificationToken]", "stale").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        var conflict = (await again.FormWith("#city").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.PreconditionFailed, conflict.Status);
        Assert.Equal("Saved now: Mandalay", conflict.Document.QuerySelector("#city-now")!.TextContent);
    }

    [ToolFact]
    public async Task Roles_are_not_set_over_those_of_another()
    {
        var (subject, one, other) = await MeetAsync();
        var address = $"/admin/users/{subject.UserId}/roles";
        var (first, second) = (await one.OpenAsync(address), await other.OpenAsync(address));
        await first.FormWith("[name=roles]").Tick("[value=admin]", true).SubmitAsync();
        var conflict = (await second.FormWith("[name=roles]").Tick("[value=superAdmin]", true).SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.PreconditionFailed, conflict.Status);
        Assert.Equal("Saved now: user, admin", conflict.Document.QuerySelector(".field-now")!.TextContent);
        Assert.True(conflict.Has("[value=superAdmin][checked]") && !conflict.Has("[value=admin][checked]"));
    }

    [ToolFact]
    public async Task Of_two_who_save_at_once_one_is_asked()
    {
        var (subject, one, other) = await MeetAsync();
        var address = $"/admin/users/{subject.UserId}/edit";
        var forms = new[] { (await one.OpenAsync(address)).FormWith("#city"), (await other.OpenAsync(address)).FormWith("#city") };
        var answers = await Task.WhenAll(forms.Select((form, index) => form.Fill("#city", $"City {index}").SubmitAsync()));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], answers.Select(answer => answer.ExpectPage().Status).Order());
    }

    [ToolTheory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task A_form_without_its_version_overwrites_nothing(string version)
    {
        var (subject, browser, _) = await MeetAsync();
        var form = (await browser.OpenAsync($"/admin/users/{subject.UserId}/edit")).FormWith("#city").Fill("[name=version]", version);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await form.SubmitAsync()).ExpectPage().Status);
    }

    private async Task<(Person Subject, UserAgent One, UserAgent Other)> MeetAsync() =>
        (await _provider.AddStaffAsync("user"), await _provider.SignInAsRoleAsync("superAdmin"), await _provider.SignInAsRoleAsync("superAdmin"));
}

[Trait("Database", "Sqlite")]
public sealed class TwoAdministratorsOnSqlite(SqliteProvider fixture) : TwoAdministratorsTests(fixture), IClassFixture<SqliteProvider>;

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class TwoAdministratorsOnPostgreSql(PostgreSqlProvider fixture) : TwoAdministratorsTests(fixture), IClassFixture<PostgreSqlProvider>;
