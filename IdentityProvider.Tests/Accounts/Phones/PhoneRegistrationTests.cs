using System.Net;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Accounts.Phones;

/// <summary>What a registration says to a number: which can be reached, and what to do about one that can't.</summary>
public sealed class PhoneRegistrationTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    [Fact]
    [Trait("Requirement", "PF-1")]
    public async Task A_number_in_the_digits_of_its_country_is_stored_as_every_other()
    {
        var person = Person.New();
        var burmese = string.Concat(person.Phone[1..].Select(digit => (char)('\u1040' + digit - '0')));
        using var answer = await RegisterAsync(person with { Phone = "+" + burmese });
        var registered = await answer.ExpectJsonAsync(HttpStatusCode.Created);
        Assert.Equal(person.Phone, (string?)registered["phone"]!["value"]);
    }

    [Theory]
    [InlineData("+44 20 7946 0958", "phone_not_mobile", "mobile number")]
    [InlineData("+1 900 555 0143", "phone_not_mobile", "mobile number")]
    [InlineData("09 12345", "phone_invalid", "8, 9 or 10 digits")]
    [InlineData("+999 12345678", "phone_invalid", "+95 9 7912 34567")]
    [InlineData("0979 CALL ME", "phone_invalid", "without letters")]
    [InlineData("09 7912 34567 x12", "phone_invalid", "extension")]
    public async Task A_number_that_cannot_be_reached_is_refused_with_what_to_do(string phone, string code, string told)
    {
        using var answer = await RegisterAsync(Person.New() with { Phone = phone });
        var problem = await answer.ExpectJsonAsync(HttpStatusCode.BadRequest);
        Assert.Equal(code, (string?)problem["code"]);
        Assert.Contains(told, (string?)problem["errors"]!["phone"]![0], StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> RegisterAsync(Person person) =>
        fixture.Provider.Accounts.PostAsync("/api/account/register", AccountsClient.RegistrationOf(person));
}
