using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Security.Enumeration;

/// <summary>What <see cref="EnumerationTests"/> says of PhoneFirst holds under the other presets, but for the one answer that each is told to give.</summary>
public sealed class PresetEnumerationTests
{
    [Theory]
    [InlineData(AccountPresets.OtpFirst)]
    [InlineData(AccountPresets.EmailFirst)]
    [InlineData(AccountPresets.Clinic)]
    [Trait("Requirement", "EF-9")]
    public async Task Whoever_is_asked_about_the_answer_is_the_same(string preset)
    {
        await using var provider = await StartAsync(preset, settings => settings.With("Accounts:RevealUnknownUsers", "false"));
        foreach (var people in new[] { await Strangers.MakeByStaffAsync(provider), await Strangers.MakeLockedByStaffAsync(provider) })
        {
            foreach (var form in PublicForm.Of(provider.Services.GetRequiredService<AccountPolicy>()))
                await form.ExpectAlikeAsync(provider, people);
        }
    }

    [Fact]
    [Trait("Requirement", "EF-9")]
    public async Task Where_unknown_users_are_revealed_a_forgotten_password_reveals_them_and_nothing_else_does()
    {
        await using var provider = await StartAsync(AccountPresets.EmailFirst);
        var people = await Strangers.MakeByStaffAsync(provider);
        var forms = PublicForm.Of(provider.Services.GetRequiredService<AccountPolicy>());
        foreach (var form in forms)
        {
            var known = form.Name switch { "API /password/forgot email" => "202", "page /account/forgot, an e-mail address" => "303", _ => null };
            if (known is null)
            {
                await form.ExpectAlikeAsync(provider, people);
                continue;
            }

            Assert.StartsWith("404", await form.AppearanceAsync(provider, people[Strangers.Unknown]), StringComparison.Ordinal);
            await ExpectOneAnswerAsync(known, people, person => form.AppearanceAsync(provider, person));
        }
    }

    [Fact]
    [Trait("Requirement", "OF-2")]
    public async Task A_code_to_register_tells_that_a_number_is_taken_and_nothing_of_who_has_it()
    {
        await using var provider = await StartAsync(AccountPresets.OtpFirst);
        var people = await Strangers.MakeByStaffAsync(provider);
        Task<string> Ask(Person person) =>
            PostAsync(provider, "/api/account/otp", new JsonObject { ["phone"] = person.Phone, ["purpose"] = "register" }, person);

        Assert.StartsWith("202", await Ask(people[Strangers.Unknown]), StringComparison.Ordinal);
        await ExpectOneAnswerAsync("409", people, Ask);
    }

    [Theory]
    [InlineData(AccountPresets.EmailFirst)]
    [InlineData(AccountPresets.Clinic)]
    [Trait("Requirement", "CL-1")]
    public async Task A_registration_tells_that_identifiers_are_taken_and_nothing_of_who_has_them(string preset)
    {
        await using var provider = await StartAsync(preset);
        var people = await Strangers.MakeByStaffAsync(provider);
        await ExpectOneAnswerAsync("409", people, person => PostAsync(provider, "/api/account/register", AccountsClient.RegistrationOf(person), person));
    }

    private static Task<Provider> StartAsync(string preset, Action<ProviderSettings>? configure = null) => Provider.StartAsync(settings =>
    {
        settings.WithManyCodes().With("Accounts:Preset", preset).With("Accounts:Email:MaxLinksPerDay", "0");
        configure?.Invoke(settings);
    });

    private static async Task<string> PostAsync(Provider provider, string path, JsonObject body, Person person)
    {
        using var answer = await provider.Accounts.PostAsync(path, body);
        return await Appearance.OfAsync(answer, person);
    }

    /// <summary>Of everybody who has an account the answer is the same, with this status.</summary>
    private static async Task ExpectOneAnswerAsync(string status, IReadOnlyDictionary<string, Person> people, Func<Person, Task<string>> ask)
    {
        var known = await ask(people["known"]);
        Assert.StartsWith(status, known, StringComparison.Ordinal);
        foreach (var person in people.Where(person => person.Key != Strangers.Unknown))
            Assert.Equal((person.Key, known), (person.Key, await ask(person.Value)));
    }
}
