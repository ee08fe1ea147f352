namespace IdentityProvider.Protocol.Errors;

/// <summary>A refusal, with the registered error code.</summary>
/// <param name="Code">The <c>error</c> value.</param>
/// <param name="Description">The <c>error_description</c>: one plain sentence for the developer of the client. Printable ASCII without quote and backslash (RFC 6749 5.2).</param>
/// <param name="Status">The HTTP status where it is answered as JSON or as a page.</param>
public sealed record ProtocolError(string Code, string Description, int Status = 400);
