using System.Diagnostics.CodeAnalysis;

namespace IdentityProvider.Protocol.Http;

/// <summary>
/// The parameters of a request, each at most once (RFC 6749 3.1, 3.2). An empty value counts as left out. A parameter
/// that came twice has no value here and is named in <see cref="Repeated"/>.
/// </summary>
public sealed class ProtocolParameters
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repeated = new(StringComparer.Ordinal);

    public ProtocolParameters(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        foreach (var (name, value) in parameters)
        {
            if (value.Length == 0 || _repeated.Contains(name))
                continue;
            if (_values.TryAdd(name, value))
                continue;
            _values.Remove(name);
            _repeated.Add(name);
        }
    }

    /// <summary>The names that came more than once.</summary>
    public IReadOnlyCollection<string> Repeated => _repeated;

    /// <summary>Whether a value has a character below space, which no grammar of the protocol knows.</summary>
    public bool HasControlCharacter => _values.Values.Any(value => value.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0);

    /// <summary>Every parameter that has one value.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The value; null where it was left out, empty or repeated.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    public bool TryGet(string name, [NotNullWhen(true)] out string? value) => _values.TryGetValue(name, out value);
}
