using System.Collections.Specialized;
using System.Web;

namespace IdentityProvider.Tests.RelyingParties;

/// <summary>How an authorization response came to the client.</summary>
public enum CallbackKind
{
    Query,
    Fragment,
    FormPost,
}

/// <summary>An authorization response, as it arrived at a redirect URI.</summary>
public sealed class Callback
{
    private readonly NameValueCollection _parameters;

    private Callback(Uri address, CallbackKind kind, NameValueCollection parameters)
    {
        Address = address;
        Kind = kind;
        _parameters = parameters;
    }

    /// <summary>The whole address that the browser was sent to.</summary>
    public Uri Address { get; }

    public CallbackKind Kind { get; }

    /// <summary>The names of all parameters, in the order in which they came.</summary>
    public IReadOnlyList<string> Names => [.. _parameters.AllKeys.Select(name => name ?? "")];

    public string? this[string name] => _parameters[name];

    public string? Code => this["code"];

    public string? State => this["state"];

    public string? Error => this["error"];

    public string? Issuer => this["iss"];

    public static Callback FromRedirect(Uri address) =>
        address.Fragment.Length > 1
            ? new Callback(address, CallbackKind.Fragment, HttpUtility.ParseQueryString(address.Fragment[1..]))
            : new Callback(address, CallbackKind.Query, HttpUtility.ParseQueryString(address.Query));

    public static Callback FromFormPost(Uri action, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var parameters = new NameValueCollection();
        foreach (var (name, value) in fields)
            parameters.Add(name, value);
        return new Callback(action, CallbackKind.FormPost, parameters);
    }

    public override string ToString() => $"{Kind} {Address} {string.Join('&', Names.Select(name => $"{name}={this[name]}"))}";
}
