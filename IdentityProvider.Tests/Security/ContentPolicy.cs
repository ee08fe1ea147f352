namespace IdentityProvider.Tests.Security;

/// <summary>A Content-Security-Policy, taken apart as a browser does it.</summary>
public sealed class ContentPolicy
{
    private readonly Dictionary<string, string[]> _directives;

    private ContentPolicy(Dictionary<string, string[]> directives) => _directives = directives;

    /// <summary>The sources of a directive; empty where it is not there, which restricts nothing.</summary>
    public IReadOnlyList<string> this[string directive] => _directives.GetValueOrDefault(directive, []);

    public string? Nonce => this["script-src"].FirstOrDefault(source => source.StartsWith("'nonce-", StringComparison.Ordinal))?[7..^1];

    public static ContentPolicy Parse(string header)
    {
        var directives = header.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(' '));
        return new ContentPolicy(directives.ToDictionary(words => words[0], words => words[1..], StringComparer.Ordinal));
    }

    public static ContentPolicy Of(HttpResponseMessage answer) => Parse(Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
}
