using IdentityProvider.Accounts;

namespace IdentityProvider.Administration.Registry;

/// <summary>Every way in which a change of clients, scopes and API resources is refused.</summary>
public static class RegistryErrors
{
    public static AccountError ClientNotFound { get; } = new("client_not_found", 404, "Not found", "There is no such client.");

    public static AccountError ScopeNotFound { get; } = new("scope_not_found", 404, "Not found", "There is no such scope.");

    public static AccountError ResourceNotFound { get; } = new("resource_not_found", 404, "Not found", "There is no such API resource.");

    /// <param name="field">The member that has the name.</param>
    /// <param name="sentence">Who has the name.</param>
    public static AccountError NameTaken(string field, string sentence) => AccountErrors.OfField("name_taken", 409, "Name taken", field, sentence);

    public static AccountError InFile { get; } = new(
        "configured_in_file", 409, "Configured in a file", "The configured files (Clients:Files) have an entry of this name. It counts, and it is changed there.");

    public static AccountError BuiltIn { get; } = new("built_in", 409, "Part of the provider", "This scope is part of the provider: it can be neither changed nor deleted.");

    /// <param name="users">Who names it, as people read it.</param>
    public static AccountError ScopeInUse(string users) =>
        new("scope_in_use", 409, "Scope in use", $"The scope is named by {users}. Take it from them first.");

    public static AccountError PublicClient { get; } = new(
        "client_public", 409, "Public client", "This client is public (token_endpoint_auth_method is none): it has no secret.");

    public static AccountError PreconditionRequired { get; } = new(
        "precondition_required", 428, "Version needed", "Say by If-Match which version this is about: send the ETag of the answer that you have seen, or * for any.");

    /// <param name="rights">What it would have rights over, as people read it.</param>
    /// <param name="role">Who may give them.</param>
    public static AccountError ScopeNotAllowed(string rights, string role) => AccountErrors.OfField(
        "scope_not_allowed", 403, "Scope not allowed", "scope", $"This would give the client rights over {rights}: only the role {role} gives them.");

    /// <param name="rights">What it has rights over, as people read it.</param>
    /// <param name="role">Who may change it.</param>
    public static AccountError ClientProtected(string rights, string role) => new(
        "client_protected", 403, "Protected client",
        $"This client has rights over {rights}: only the role {role} changes, enables and deletes it and makes its secrets. Disabling it is for everybody who may change clients.");
}
