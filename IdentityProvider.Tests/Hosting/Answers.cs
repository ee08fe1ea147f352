using System.Net;
using System.Text.Json.Nodes;

namespace IdentityProvider.Tests.Hosting;

/// <summary>Reading an answer, with the answer itself in the message when it is another one.</summary>
public static class Answers
{
    public static async Task<JsonObject> ExpectJsonAsync(this HttpResponseMessage answer, HttpStatusCode status)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode}, not {(int)status}: {body}");
        return body.Length == 0 ? [] : JsonNode.Parse(body)!.AsObject();
    }
}
