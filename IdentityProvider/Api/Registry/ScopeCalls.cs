using IdentityProvider.Administration.Registry;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Api.Registry;

/// <summary>Scopes of APIs. What the caller may do, the rules decide.</summary>
internal static class ScopeCalls
{
    public const string Collection = "/api/scopes";

    public static IResult List(Acting acting, HttpContext http, ScopeAdministration scopes) =>
        ListParameters.ReadRegistry(http.Request.Query, out var query, out var page) is { } wrong
            ? new Problem(wrong)
            : RegistryAnswers.Answer(scopes.List(acting.Actor, query, page), ScopeDocument.Of);

    public static async Task<IResult> GetAsync(string name, Acting acting, HttpContext http, ScopeAdministration scopes, CancellationToken cancellationToken) =>
        Answer(http, await scopes.GetAsync(acting.Actor, RegistryAnswers.NameOf(name), cancellationToken));

    public static Task<IResult> CreateAsync(JsonBody body, Acting acting, HttpContext http, ScopeAdministration scopes, CancellationToken cancellationToken) =>
        RegistryAnswers.ReadAsync(
            errors => RegistryForm.ReadScope(body.ToObject(), name: null, errors),
            async scope => RegistryAnswers.AnswerCreated(
                http, Collection, await scopes.CreateAsync(acting.Actor, scope, RequestSource.Of(http), cancellationToken), (entry, _) => ScopeDocument.Of(entry)));

    public static Task<IResult> ReplaceAsync(
        string name, JsonBody body, Acting acting, HttpContext http, ScopeAdministration scopes, CancellationToken cancellationToken) =>
        RegistryAnswers.AtVersionAsync(http, version => RegistryAnswers.ReadAsync(
            errors => RegistryForm.ReadScope(body.ToObject(), RegistryAnswers.NameOf(name), errors),
            async scope => Answer(http, await scopes.ReplaceAsync(acting.Actor, scope, version, RequestSource.Of(http), cancellationToken))));

    public static Task<IResult> DeleteAsync(string name, Acting acting, HttpContext http, ScopeAdministration scopes, CancellationToken cancellationToken) =>
        RegistryAnswers.AtVersionAsync(http, async version =>
            Answer(http, await scopes.DeleteAsync(acting.Actor, RegistryAnswers.NameOf(name), version, RequestSource.Of(http), cancellationToken)));

    private static IResult Answer(HttpContext http, RegistryOutcome<ApiScope> outcome) =>
        RegistryAnswers.Answer(http, outcome, (entry, _) => ScopeDocument.Of(entry));
}
