using System.Text.Encodings.Web;
using System.Text.Json;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Pages.Admin.Clients.Snippets;

/// <summary>What an app must know of the provider and of itself, and how that is written in another language.</summary>
public sealed record ConnectValues(Client Client, string Issuer)
{
    /// <summary>Where nothing is registered yet, code needs an address all the same.</summary>
    private const string SomeRedirectUri = "https://app.example/callback";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string RedirectUri => Own.FirstOrDefault(SomeRedirectUri);

    /// <summary>For what takes every request of the address, and leaves no page there; null: all there are is the app's home page.</summary>
    public string? RedirectUriBesideHome => Own.DefaultIfEmpty(SomeRedirectUri).FirstOrDefault(IsBesideHome);

    public string? PostLogoutRedirectUri => Client.PostLogoutRedirectUris is [var first, ..] ? first : null;

    /// <summary>As <see cref="RedirectUriBesideHome"/>.</summary>
    public string? PostLogoutRedirectUriBesideHome => Client.PostLogoutRedirectUris.FirstOrDefault(IsBesideHome);

    public IReadOnlyList<string> Scopes => ScopeList.Of(Client);

    /// <summary>Only on a machine of one's own: libraries want to be told that there is no TLS.</summary>
    public bool IsOverHttp => Issuer.StartsWith("http:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The path of an address, as frameworks want to have it; an app's own scheme has one too.</summary>
    public static string PathOf(string uri) => new Uri(uri).AbsolutePath;

    /// <summary>A text as JavaScript, C#, Kotlin and Swift have it, quotes included.</summary>
    public static string Quoted(string text) => JsonSerializer.Serialize(text, Readable).Replace("$", "\\u0024", StringComparison.Ordinal);

    /// <summary>A text as a shell has it: nothing in it means anything.</summary>
    public static string InShell(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A text as Apache's configuration has it.</summary>
    public static string InApache(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private IEnumerable<string> Own => Client.RedirectUris.Where(uri => !IsOurs(uri));

    private static bool IsBesideHome(string uri) => PathOf(uri) != "/";

    private bool IsOurs(string uri) => uri == Issuer + CodeDestinations.ConsolePath;
}
