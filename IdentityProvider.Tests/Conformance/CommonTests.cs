using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>Rows COMMON-01 to COMMON-06; the others are checked by <see cref="Conforming"/> in every flow.</summary>
public sealed class CommonTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    [Trait("Conformance", "COMMON-01")]
    public async Task Discovery_answers_with_JSON()
    {
        using var answer = await _provider.Http.GetAsync("/.well-known/openid-configuration");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
    }
}
