using System.Text;
using IdentityProvider.Protocol.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentityProvider.Protocol.Http;

/// <summary>Reads the parameters of a request, from the query or from a form body.</summary>
internal static class ProtocolRequest
{
    /// <summary>The longest form body, in bytes. No request of the protocol comes near it.</summary>
    private const int LongestBody = 64 * 1024;

    /// <summary>The longest value of one parameter, in characters.</summary>
    private const int LongestValue = 16 * 1024;

    public static ParametersOutcome ReadQuery(HttpContext http) => Parse(http.Request.QueryString.Value);

    /// <summary>Reads the form of a request of a program, in which no parameter may come twice (RFC 6749 3.2) or have a control character.</summary>
    public static async ValueTask<ParametersOutcome> ReadFormAsync(HttpContext http) => await ReadBodyAsync(http) switch
    {
        ParametersOutcome.Read({ Repeated.Count: > 0 } parameters) =>
            new ParametersOutcome.Unreadable(ProtocolErrors.InvalidRequest($"A parameter came more than once{Named(parameters.Repeated.First())}.")),
        ParametersOutcome.Read({ HasControlCharacter: true }) => new ParametersOutcome.Unreadable(ProtocolErrors.InvalidRequest("A parameter has a control character.")),
        var outcome => outcome,
    };

    /// <summary>Reads an <c>application/x-www-form-urlencoded</c> body; nothing else is a request here.</summary>
    public static async ValueTask<ParametersOutcome> ReadBodyAsync(HttpContext http)
    {
        if (!HasForm(http.Request))
            return new ParametersOutcome.Unreadable(ProtocolErrors.InvalidRequest("The body must be application/x-www-form-urlencoded."));

        try
        {
            return await ReadToEndAsync(http);
        }
        catch (BadHttpRequestException broken)
        {
            // A body that breaks off or is badly chunked is the client's fault, and none of the log's business.
            return new ParametersOutcome.Unreadable(ProtocolErrors.InvalidRequest("The body could not be read.") with { Status = broken.StatusCode });
        }
    }

    private static async ValueTask<ParametersOutcome> ReadToEndAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > LongestBody)
            {
                reader.AdvanceTo(read.Buffer.End);
                return new ParametersOutcome.Unreadable(ProtocolErrors.InvalidRequest("The body is longer than 64 KB.") with { Status = StatusCodes.Status413PayloadTooLarge });
            }

            if (read.IsCompleted)
            {
                var body = Encoding.UTF8.GetString(read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
                return Parse(body);
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public static bool HasForm(HttpRequest request)
    {
        var type = request.ContentType.AsSpan();
        var end = type.IndexOf(';');
        return (end < 0 ? type : type[..end]).Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
    }

    // The name is repeated only where it can't be anything but a name.
    private static string Named(string parameter) =>
        parameter.Length <= 40 && parameter.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $": {parameter}" : "";

    private static ParametersOutcome Parse(string? encoded)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        foreach (var pair in new QueryStringEnumerable(encoded))
        {
            var value = pair.DecodeValue();
            if (value.Length > LongestValue)
                return new ParametersOutcome.Unreadable(ProtocolErrors.InvalidRequest("A parameter is longer than 16 KB."));
            parameters.Add(new(pair.DecodeName().ToString(), value.ToString()));
        }

        return new ParametersOutcome.Read(new ProtocolParameters(parameters));
    }
}

/// <summary>What reading came to.</summary>
internal abstract record ParametersOutcome
{
    private ParametersOutcome() { }

    public sealed record Read(ProtocolParameters Parameters) : ParametersOutcome;

    public sealed record Unreadable(ProtocolError Error) : ParametersOutcome;
}
