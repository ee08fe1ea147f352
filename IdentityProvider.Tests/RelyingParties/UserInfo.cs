using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.RelyingParties;

/// <summary>C-UI: what every answer of the userinfo endpoint must be.</summary>
public static class UserInfo
{
    private static readonly string[] Booleans = ["email_verified", "phone_number_verified"];

    /// <summary>COMMON-29 and G6750-11.</summary>
    public static async Task<JsonObject> ReadAsync(HttpResponseMessage answer)
    {
        var claims = await answer.ExpectJsonAsync(HttpStatusCode.OK);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.NoStore, "Cache-Control is not no-store");
        Assert.NotNull(claims["sub"]);
        return claims;
    }

    /// <summary>COMMON-30, 31, 32.</summary>
    public static void HasStandardTypes(JsonObject claims)
    {
        Assert.Equal(claims.ContainsKey("_claim_names"), claims.ContainsKey("_claim_sources"));
        foreach (var (name, value) in claims)
        {
            var kind = value!.GetValueKind();
            if (Booleans.Contains(name))
                Assert.True(kind is JsonValueKind.True or JsonValueKind.False, $"{name} is {kind}");
            else if (name == "updated_at")
                Assert.InRange((long)value, 631152000, TimeProvider.System.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds());
            else if (name == "address")
                Assert.All(value.AsObject(), member => IsText(member.Key, member.Value!));
            else
                IsText(name, value);
        }
        if ((string?)claims["birthdate"] is { } birthdate)
            Assert.Matches(@"^(0000|18[5-9]\d|19\d\d|20\d\d)(-\d\d-\d\d)?$", birthdate);
    }

    private static void IsText(string name, JsonNode value)
    {
        Assert.True(value.GetValueKind() == JsonValueKind.String, $"{name} is {value.GetValueKind()}");
        Assert.False(string.IsNullOrWhiteSpace((string?)value), $"{name} is blank");
        Assert.NotEqual("null", (string?)value);
    }
}
