using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Security.Enumeration;

/// <summary>
/// No public form tells a stranger whether somebody has an account, or what has become of it: whoever is asked about, the answer has
/// the same status, headers, cookies and body, and leads to the same page. This under PhoneFirst; the others in <see cref="PresetEnumerationTests"/>.
/// </summary>
public sealed class EnumerationTests(EnumerationTests.WithManyCodes fixture) : IClassFixture<EnumerationTests.WithManyCodes>
{
    private readonly Provider _provider = fixture.Provider;

    public sealed class WithManyCodes : ProviderFixture
    {
        protected override void Configure(ProviderSettings settings) => settings.WithManyCodes();
    }

    public static TheoryData<string> Forms => [.. PublicForm.Of(Strangers.PhoneFirst).Select(form => form.Name)];

    [Theory]
    [Trait("Requirement", "PF-5")]
    [MemberData(nameof(Forms))]
    public async Task Whoever_is_asked_about_the_answer_is_the_same(string form) =>
        await FormNamed(form).ExpectAlikeAsync(_provider, await Strangers.MakeAsync(_provider));

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_lock_changes_nothing_that_tells(string form) =>
        await FormNamed(form).ExpectAlikeAsync(_provider, await Strangers.MakeLockedAsync(_provider));

    [Fact]
    public async Task A_lock_looks_like_a_wrong_password_even_to_the_right_one()
    {
        var (locked, free) = (await Strangers.MakeLockedAsync(_provider), await Strangers.MakeAsync(_provider));
        foreach (var form in PublicForm.OfPasswords(Strangers.PhoneFirst))
            Assert.Equal(await form.AppearanceAsync(_provider, free[Strangers.Unknown]), await form.AppearanceAsync(_provider, locked["known"]));

        foreach (var person in new[] { locked["known"], free["deactivated"] })
        {
            var login = (await _provider.NewBrowser().GoAsync("/account/login")).ExpectPage();
            var wrong = (await HostedPages.SignInAsync(login, free[Strangers.Unknown].Phone, "Wrong-horse-7-battery")).ExpectPage();
            var right = (await HostedPages.SignInAsync(login, person.Phone, person.Password)).ExpectPage();
            Assert.Equal((wrong.Status, wrong.Text), (right.Status, right.Text));
        }
    }

    [Fact]
    [Trait("Requirement", "PF-3")]
    public async Task A_registration_tells_nothing_of_those_who_never_proved_what_they_gave()
    {
        var people = await Strangers.MakeAsync(_provider);
        Assert.Equal(await RegisteringAsync(people[Strangers.Unknown]), await RegisteringAsync(people["unverified"]));
    }

    [Fact]
    [Trait("Requirement", "PF-2")]
    public async Task A_registration_that_is_wrong_anyway_tells_nothing_at_all()
    {
        var people = await Strangers.MakeAsync(_provider);
        var unknown = await RegisteringAsync(people[Strangers.Unknown] with { Password = "weak" });
        Assert.StartsWith("400", unknown, StringComparison.Ordinal);
        foreach (var person in people.Values)
            Assert.Equal(unknown, await RegisteringAsync(person with { Password = "weak" }));
    }

    private static PublicForm FormNamed(string name) => PublicForm.Of(Strangers.PhoneFirst).Single(form => form.Name == name);

    /// <summary>What somebody sees who registers with the number and address of that person, over the API and at the page.</summary>
    private async Task<string> RegisteringAsync(Person person)
    {
        using var answer = await _provider.Accounts.PostAsync("/api/account/register", AccountsClient.RegistrationOf(person));
        var body = await answer.Content.ReadAsStringAsync();
        var userId = (string?)JsonNode.Parse(body)!["userId"];
        var called = await Appearance.OfAsync(answer, person);
        var form = (await _provider.NewBrowser().GoAsync("/account/register")).ExpectPage().FormWith("#fullName");
        form.Fill("#fullName", "Daw Hla").Fill("#phone", person.Phone).Fill("#email", person.Email).Fill("#password", person.Password);
        var page = (await form.SubmitAsync()).ExpectPage();
        var shown = page.Text.Replace(person.Phone[^3..], "(digits)", StringComparison.Ordinal);
        return $"{(userId is null ? called : called.Replace(userId, "(id)", StringComparison.Ordinal))}\n----\n{(int)page.Status} {page.Path} {shown}";
    }
}
