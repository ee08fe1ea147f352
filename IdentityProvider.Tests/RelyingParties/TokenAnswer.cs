using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IdentityProvider.Tests.RelyingParties;

/// <summary>What the token endpoint answered, right or wrong.</summary>
public sealed record TokenAnswer(HttpStatusCode Status, HttpResponseMessage Http, string Text)
{
    public static async Task<TokenAnswer> ReadAsync(HttpResponseMessage answer) =>
        new(answer.StatusCode, answer, await answer.Content.ReadAsStringAsync());

    public JsonObject Body
    {
        get
        {
            try
            {
                return JsonNode.Parse(Text)!.AsObject();
            }
            catch (JsonException exception)
            {
                throw new Xunit.Sdk.XunitException($"Not JSON: {this}", exception);
            }
        }
    }

    public string? this[string member] => (string?)Body[member];

    public string? Error => this["error"];

    public string ExpectAccessToken() => ExpectSuccess()["access_token"]!;

    public string ExpectRefreshToken() =>
        ExpectSuccess()["refresh_token"] ?? throw new Xunit.Sdk.XunitException($"No refresh token in {Text}");

    public TokenAnswer ExpectSuccess() =>
        Status == HttpStatusCode.OK ? this : throw new Xunit.Sdk.XunitException($"Expected tokens, but: {this}");

    public override string ToString() => $"{(int)Status} {Text}";
}
