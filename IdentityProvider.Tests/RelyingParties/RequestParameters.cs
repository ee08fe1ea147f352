namespace IdentityProvider.Tests.RelyingParties;

/// <summary>The parameters of a request: right ones, of which a test changes one.</summary>
public abstract record RequestParameters<TSelf> where TSelf : RequestParameters<TSelf>
{
    /// <summary>In the order in which they are sent; a name may stand twice.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>The query string, without its question mark.</summary>
    public string Query =>
        string.Join('&', Parameters.Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}"));

    public string? this[string name] => Parameters.FirstOrDefault(parameter => parameter.Key == name).Value;

    /// <summary>The same, with this value in place of any other.</summary>
    public TSelf With(string name, string value) => Without(name).Adding(name, value);

    /// <summary>The same, with this parameter once more.</summary>
    public TSelf Adding(string name, string value) => WithParameters([.. Parameters, KeyValuePair.Create(name, value)]);

    public TSelf Without(string name) => WithParameters([.. Parameters.Where(parameter => parameter.Key != name)]);

    /// <summary>The same, in the opposite order.</summary>
    public TSelf Reversed() => WithParameters([.. Parameters.Reverse()]);

    private TSelf WithParameters(IReadOnlyList<KeyValuePair<string, string>> parameters) => (TSelf)(this with { Parameters = parameters });
}
