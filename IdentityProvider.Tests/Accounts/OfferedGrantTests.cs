using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Accounts;

/// <summary>The token endpoint has the ways to sign in that the policy has, and discovery names those.</summary>
public sealed class OfferedGrantTests
{
    private const string Prefix = "urn:identityprovider:grant:";
    private static readonly string[] All = ["phone_password", "phone_otp", "email_password"];

    [Theory]
    [InlineData("PhoneFirst", "phone_password phone_otp")]
    [InlineData("OtpFirst", "phone_password phone_otp")]
    [InlineData("EmailFirst", "email_password")]
    [InlineData("Clinic", "phone_password email_password")]
    [Trait("Requirement", "PF-4")]
    [Trait("Requirement", "EF-3")]
    [Trait("Requirement", "CL-12")]
    public async Task Those_of_the_policy_are_there_and_no_others(string preset, string offered)
    {
        await using var provider = await Provider.StartAsync(settings => settings.With("Accounts:Preset", preset));
        using var document = await provider.Http.GetAsync("/.well-known/openid-configuration");
        var named = (await document.ExpectJsonAsync(HttpStatusCode.OK))["grant_types_supported"]!.AsArray().Select(type => (string)type!);
        Assert.Equal(offered.Split(' '), named.Where(type => type.StartsWith(Prefix, StringComparison.Ordinal)).Select(type => type[Prefix.Length..]));

        // The client is registered for all of them. Without its parameters a grant that is there finds the request wanting.
        var app = provider.RelyingParty(TestClients.App);
        foreach (var grant in All)
            Conforming.TokenError(await app.TokenAsync(new TokenRequest(Prefix + grant)), offered.Split(' ').Contains(grant) ? "invalid_request" : "unsupported_grant_type");
    }
}
