namespace IdentityProvider.Tests.RelyingParties;

/// <summary>The parameters of a token request: right ones, of which a test changes one.</summary>
public sealed record TokenRequest
{
    public TokenRequest(string grantType) => Parameters = [KeyValuePair.Create("grant_type", grantType)];

    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; private init; }

    /// <summary>The same, with this value in place of any other.</summary>
    public TokenRequest With(string name, string value) => Without(name).Adding(name, value);

    /// <summary>The same, with this parameter once more.</summary>
    public TokenRequest Adding(string name, string value) => this with { Parameters = [.. Parameters, KeyValuePair.Create(name, value)] };

    public TokenRequest Without(string name) => this with { Parameters = [.. Parameters.Where(parameter => parameter.Key != name)] };
}
