using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Pages.Admin.Frame;

namespace IdentityProvider.Pages.Admin.Clients.Flow;

/// <summary>What redeeming came to.</summary>
public abstract record FlowResult
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private FlowResult() { }

    /// <summary>There were tokens, and this stood in them.</summary>
    public sealed record Succeeded(IReadOnlyList<Snippet> Shown) : FlowResult
    {
        internal static FlowResult Of(OwnAnswer tokens, OwnAnswer? userInfo, string? nonce)
        {
            var idToken = Claims(tokens["id_token"]);
            if (idToken is not null && (string?)idToken["nonce"] != nonce)
                return new Failed("nonce", "The nonce of the ID token is not the one that was sent: an app must refuse it.");
            var answer = new JsonObject(tokens.Body
                .Where(member => !member.Key.EndsWith("_token", StringComparison.Ordinal))
                .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
            List<Snippet> shown = [new("The token endpoint answered, beside the tokens", Write(answer))];
            if (idToken is not null)
                shown.Add(new Snippet("In the ID token", Write(idToken)));
            shown.Add(new Snippet("In the access token", Claims(tokens["access_token"]) is { } claims ? Write(claims) : "A reference: only this provider knows what it means."));
            if (userInfo is not null)
                shown.Add(new Snippet(userInfo.IsGood ? "Userinfo answered" : $"Userinfo refused with status {userInfo.Status}", Write(userInfo.Body)));
            return new Succeeded(shown);
        }
    }

    /// <summary>The token endpoint refused.</summary>
    /// <param name="Code">Its error code.</param>
    /// <param name="Description">What it said; null: nothing.</param>
    public sealed record Failed(string Code, string? Description) : FlowResult
    {
        /// <summary>What most often is the cause.</summary>
        public string Words => Code switch
        {
            "invalid_client" => "The secret is not right. It is one of those that the client has now, without a space around it.",
            "invalid_grant" => "The code is no longer valid: it lives for a minute and works once. Run the flow again.",
            "unauthorized_client" => "The client may not use this grant. Edit it, and tick the grant.",
            _ => Description ?? "It did not say why.",
        };
    }

    // It comes from our own token endpoint a moment ago: nobody has to verify it before it is shown.
    private static JsonObject? Claims(string? token)
    {
        var parts = token?.Split('.') ?? [];
        return parts.Length == 3 ? JsonNode.Parse(Base64Url.DecodeFromChars(parts[1])) as JsonObject : null;
    }

    private static string Write(JsonObject claims) => claims.ToJsonString(Readable);
}
