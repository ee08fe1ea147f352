using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IdentityProvider.Tests.Snapshots;

/// <summary>
/// Pins a text that others depend on. What is right stands in a committed file beside this one; an answer that differs
/// is written next to it as <c>*.received.*</c>, to be compared, and renamed if it is meant.
/// </summary>
public static class Snapshot
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Matches(JsonNode received, string name) => Matches(received.ToJsonString(Readable) + "\n", name, "json");

    public static void Matches(string received, string name, string extension = "txt")
    {
        var approved = Path.Combine(Folder(), $"{name}.{extension}");
        var difference = Path.Combine(Folder(), $"{name}.received.{extension}");
        if (File.Exists(approved) && File.ReadAllText(approved) == received)
        {
            File.Delete(difference);
            return;
        }
        File.WriteAllText(difference, received);
        Assert.Fail($"The answer is not the one in {approved}. It was written to {difference}:\n{received}");
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
