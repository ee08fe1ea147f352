using System.Net;
using System.Net.Http.Headers;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>Client authentication (RFC 6749 2.3): rows G6749-43 to 50, 53 to 55, BCP-45.</summary>
public sealed class ClientAuthenticationTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    private static readonly TokenRequest Grant = new TokenRequest("client_credentials").With("scope", "orders.read");
    private static readonly TestClient Machine = TestClients.Find(TestClients.Machine);

    [Fact]
    [Trait("Conformance", "G6749-43")]
    public async Task A_confidential_client_must_authenticate()
    {
        Refused(await SendAsync(Grant.With("client_id", Machine.Id)));
        Refused(await SendAsync(Grant));
    }

    [Fact]
    [Trait("Conformance", "G6749-44")]
    [Trait("Conformance", "G6749-45")]
    [Trait("Conformance", "BCP-45")]
    public async Task A_wrong_secret_and_an_unknown_client_get_the_same_answer()
    {
        TokenAnswer[] answers =
        [
            await SendAsync(Grant, RelyingParty.Basic(Machine.Id, "wrong")),
            await SendAsync(Grant, RelyingParty.Basic("nobody", "wrong")),
            await SendAsync(Grant, RelyingParty.Basic(TestClients.Disabled, TestClients.Find(TestClients.Disabled).Secret!)),
            await SendAsync(Grant.With("client_id", Machine.Id).With("client_secret", "wrong")),
            await SendAsync(Grant.With("client_id", "nobody").With("client_secret", "wrong")),
        ];
        foreach (var answer in answers)
        {
            Refused(answer);
            Assert.Equal(answers[0].Text, answer.Text);
        }
    }

    [Theory]
    [Trait("Conformance", "G6749-46")]
    [InlineData("client_secret", "machine-secret-oD7w")]
    [InlineData("client_assertion", "eyJhbGciOiJub25lIn0.e30.")]
    public async Task Two_ways_to_authenticate_at_once_are_one_too_many(string name, string value) =>
        Conforming.TokenError(await SendAsync(Grant.With(name, value), RelyingParty.Basic(Machine.Id, Machine.Secret!)), "invalid_request");

    [Fact]
    [Trait("Conformance", "G6749-47")]
    public async Task The_body_must_not_name_another_client() =>
        Conforming.TokenError(await SendAsync(Grant.With("client_id", TestClients.Web), RelyingParty.Basic(Machine.Id, Machine.Secret!)), "invalid_request");

    [Fact]
    [Trait("Conformance", "G6749-48")]
    public async Task Reserved_characters_are_encoded_before_they_are_sent() =>
        (await Rp(TestClients.ReservedCharacters).ClientCredentialsAsync("orders.read")).ExpectSuccess();

    [Theory]
    [Trait("Conformance", "G6749-49")]
    [Trait("Conformance", "G6749-50")]
    [InlineData("Basic")]
    [InlineData("Basic bWFjaGluZQ==")]
    [InlineData("Basic ***")]
    [InlineData("Basic bWFjaGluZTp4 bWFjaGluZTp4")]
    [InlineData("Bearer bWFjaGluZTp4")]
    [InlineData("Basic JXp6OiV6eg==")]
    [InlineData("Basic //79OnNlY3JldA==")]
    public async Task A_header_that_cannot_be_read_is_no_authentication(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = new FormUrlEncodedContent(Grant.Parameters) };
        request.Headers.TryAddWithoutValidation("Authorization", header);
        var answer = await TokenAnswer.ReadAsync(await Provider.Http.SendAsync(request));
        Assert.Contains($"{(int)answer.Status} {answer.Error}", new[] { "400 invalid_request", "401 invalid_client" });
    }

    [Theory]
    [Trait("Conformance", "G6749-50")]
    [InlineData(2000, 10)]
    [InlineData(10, 2000)]
    [InlineData(4000, 4000)]
    public async Task Endless_credentials_are_wrong_ones(int idLength, int secretLength) =>
        Refused(await SendAsync(Grant, RelyingParty.Basic(new string('c', idLength), new string('s', secretLength))));

    [Fact]
    [Trait("Conformance", "G6749-53")]
    public async Task Basic_and_post_are_taken_for_one_another()
    {
        (await SendAsync(Grant.With("client_id", Machine.Id).With("client_secret", Machine.Secret!))).ExpectSuccess();
        var post = TestClients.Find(TestClients.PostWeb);
        var answer = await SendAsync(new TokenRequest("refresh_token").With("refresh_token", "unknown"), RelyingParty.Basic(post.Id, post.Secret!));
        Conforming.TokenError(answer, "invalid_grant");
    }

    [Fact]
    [Trait("Conformance", "G6749-54")]
    public async Task A_public_client_has_no_secret_to_send()
    {
        var grant = new TokenRequest("refresh_token").With("refresh_token", "unknown");
        Refused(await SendAsync(grant.With("client_id", TestClients.Spa).With("client_secret", "anything")));
        Refused(await SendAsync(grant, RelyingParty.Basic(TestClients.Spa, "anything")));
    }

    [Fact]
    [Trait("Conformance", "G6749-55")]
    public async Task A_public_client_gets_no_client_credentials()
    {
        var answer = await SendAsync(Grant.With("client_id", TestClients.Spa));
        Assert.Contains(answer.Error, new[] { "unauthorized_client", "invalid_client" });
    }

    /// <summary>401 and a challenge: RFC 6749 5.2.</summary>
    private static void Refused(TokenAnswer answer)
    {
        Conforming.TokenError(answer, "invalid_client", HttpStatusCode.Unauthorized);
        Assert.Contains(answer.Http.Headers.WwwAuthenticate, challenge => challenge.ToString().StartsWith("Basic realm=", StringComparison.Ordinal));
    }

    private async Task<TokenAnswer> SendAsync(TokenRequest grant, AuthenticationHeaderValue? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent(grant.Parameters),
            Headers = { Authorization = authorization },
        };
        return await TokenAnswer.ReadAsync(await Provider.Http.SendAsync(request));
    }
}
