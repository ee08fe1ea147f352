using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IdentityProvider.Administration.Audit;

/// <summary>Ways to write the audit log down: CSV (RFC 4180) and one JSON object a line.</summary>
public sealed partial class AuditFormat
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Columns =
    [
        "sequence", "id", "at", "event", "actorType", "actorId", "targetType", "targetId", "userId", "clientId", "address", "detail", "before", "after", "hash",
    ];

    private readonly Func<AuditLogEntry, string> _line;

    private AuditFormat(string name, string mediaType, string head, Func<AuditLogEntry, string> line) =>
        (Name, MediaType, Head, _line) = (name, mediaType, head, line);

    public static AuditFormat Csv { get; } = new("csv", "text/csv", CsvLine(Columns), entry => CsvLine(Values(entry).Select(value => value.Text)));

    public static AuditFormat JsonLines { get; } = new("jsonl", "application/jsonl", "", JsonLine);

    public static IReadOnlyList<AuditFormat> All { get; } = [Csv, JsonLines];

    public string Name { get; }

    public string MediaType { get; }

    private string Head { get; }

    /// <summary>The format of that name; null: there is none.</summary>
    public static AuditFormat? Find(string? name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>Writes them as they come, in UTF-8; they are never all in memory.</summary>
    public async Task WriteAsync(IAsyncEnumerable<AuditLogEntry> entries, Stream stream, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await writer.WriteAsync(Head.AsMemory(), cancellationToken);
        await foreach (var entry in entries.WithCancellation(cancellationToken))
            await writer.WriteAsync(_line(entry).AsMemory(), cancellationToken);
        await writer.FlushAsync(cancellationToken);
    }

    private static string JsonLine(AuditLogEntry entry) =>
        new JsonObject(Values(entry).Select((value, column) => KeyValuePair.Create(Columns[column], value.Node))).ToJsonString(Json) + "\n";

    private static string CsvLine(IEnumerable<string?> values) => string.Join(',', values.Select(Quoted)) + "\r\n";

    private static string Quoted(string? value) =>
        string.IsNullOrEmpty(value) ? "" : $"\"{FormulaBeginning.Replace(value, "'").Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // A spreadsheet takes what begins a cell so for a formula, and runs it: an apostrophe says that it is text. Where its lists are separated by
    // semicolons it heeds our quotes no more, and a cell begins in the middle of a value too: after a semicolon, a tab or the end of a line.
    [GeneratedRegex("""^(?=[\t\r\n])|(?<=^|[;\t\r\n])(?=[" ]*[=+\-@＝＋－＠])""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormulaBeginning { get; }

    private static (string? Text, JsonNode? Node)[] Values(AuditLogEntry entry) =>
    [
        (entry.Sequence?.ToString(CultureInfo.InvariantCulture), entry.Sequence),
        Text(entry.Id.ToString()),
        Text(UtcText.Of(entry.At)),
        Text(entry.Event),
        Text(entry.ActorType),
        Text(entry.ActorId),
        Text(entry.TargetType),
        Text(entry.TargetId),
        Text(entry.UserId?.ToString()),
        Text(entry.ClientId),
        Text(entry.Address),
        Text(entry.Detail),
        (entry.Before?.ToJsonString(Json), entry.Before?.DeepClone()),
        (entry.After?.ToJsonString(Json), entry.After?.DeepClone()),
        Text(entry.Hash),
    ];

    private static (string? Text, JsonNode? Node) Text(string? value) => (value, value);
}
