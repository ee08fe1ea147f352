using IdentityProvider.Administration.Registry;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Api.Registry;

/// <summary>APIs that take access tokens. What the caller may do, the rules decide.</summary>
internal static class ResourceCalls
{
    public const string Collection = "/api/resources";

    public static IResult List(Acting acting, HttpContext http, ResourceAdministration resources) =>
        ListParameters.ReadRegistry(http.Request.Query, out var query, out var page) is { } wrong
            ? new Problem(wrong)
            : RegistryAnswers.Answer(resources.List(acting.Actor, query, page), entry => ResourceDocument.Of(entry, secret: null));

    public static async Task<IResult> GetAsync(string name, Acting acting, HttpContext http, ResourceAdministration resources, CancellationToken cancellationToken) =>
        Answer(http, await resources.GetAsync(acting.Actor, RegistryAnswers.NameOf(name), cancellationToken));

    public static Task<IResult> CreateAsync(JsonBody body, Acting acting, HttpContext http, ResourceAdministration resources, CancellationToken cancellationToken) =>
        RegistryAnswers.ReadAsync(
            errors => RegistryForm.ReadResource(body.ToObject(), name: null, errors),
            async api => RegistryAnswers.AnswerCreated(
                http, Collection, await resources.CreateAsync(acting.Actor, api, RequestSource.Of(http), cancellationToken), ResourceDocument.Of));

    public static Task<IResult> ReplaceAsync(
        string name, JsonBody body, Acting acting, HttpContext http, ResourceAdministration resources, CancellationToken cancellationToken) =>
        RegistryAnswers.AtVersionAsync(http, version => RegistryAnswers.ReadAsync(
            errors => RegistryForm.ReadResource(body.ToObject(), RegistryAnswers.NameOf(name), errors),
            async api => Answer(http, await resources.ReplaceAsync(acting.Actor, api, version, RequestSource.Of(http), cancellationToken))));

    public static Task<IResult> DeleteAsync(string name, Acting acting, HttpContext http, ResourceAdministration resources, CancellationToken cancellationToken) =>
        RegistryAnswers.AtVersionAsync(http, async version =>
            Answer(http, await resources.DeleteAsync(acting.Actor, RegistryAnswers.NameOf(name), version, RequestSource.Of(http), cancellationToken)));

    public static async Task<IResult> RotateSecretAsync(
        string name, JsonBody body, Acting acting, HttpContext http, ResourceAdministration resources, CancellationToken cancellationToken)
    {
        var overlap = ClientCalls.OverlapOf(body);
        return body.Wrong is { } wrong
            ? new Problem(wrong)
            : Answer(http, await resources.RotateSecretAsync(acting.Actor, RegistryAnswers.NameOf(name), overlap, RequestSource.Of(http), cancellationToken));
    }

    private static IResult Answer(HttpContext http, RegistryOutcome<ApiResource> outcome) =>
        RegistryAnswers.Answer(http, outcome, ResourceDocument.Of);
}
