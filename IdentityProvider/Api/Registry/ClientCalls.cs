using IdentityProvider.Administration.Registry;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Api.Registry;

/// <summary>Clients. What the caller may do, the rules decide.</summary>
internal static class ClientCalls
{
    public const string Collection = "/api/clients";

    public static IResult List(Acting acting, HttpContext http, ClientAdministration clients) =>
        ListParameters.ReadRegistry(http.Request.Query, out var query, out var page) is { } wrong
            ? new Problem(wrong)
            : RegistryAnswers.Answer(clients.List(acting.Actor, query, page), entry => ClientDocument.Of(entry, secret: null));

    public static async Task<IResult> GetAsync(string clientId, Acting acting, HttpContext http, ClientAdministration clients, CancellationToken cancellationToken) =>
        Answer(http, await clients.GetAsync(acting.Actor, RegistryAnswers.NameOf(clientId), cancellationToken));

    public static Task<IResult> CreateAsync(JsonBody body, Acting acting, HttpContext http, ClientAdministration clients, CancellationToken cancellationToken) =>
        RegistryAnswers.ReadAsync(
            errors => RegistryForm.ReadClient(body.ToObject(), clientId: null, errors),
            async client => RegistryAnswers.AnswerCreated(
                http, Collection, await clients.CreateAsync(acting.Actor, client, RequestSource.Of(http), cancellationToken), ClientDocument.Of));

    public static Task<IResult> ReplaceAsync(
        string clientId, JsonBody body, Acting acting, HttpContext http, ClientAdministration clients, CancellationToken cancellationToken) =>
        RegistryAnswers.AtVersionAsync(http, version => RegistryAnswers.ReadAsync(
            errors => RegistryForm.ReadClient(body.ToObject(), RegistryAnswers.NameOf(clientId), errors),
            async client => Answer(http, await clients.ReplaceAsync(acting.Actor, client, version, RequestSource.Of(http), cancellationToken))));

    public static Task<IResult> DeleteAsync(string clientId, Acting acting, HttpContext http, ClientAdministration clients, CancellationToken cancellationToken) =>
        RegistryAnswers.AtVersionAsync(http, async version =>
            Answer(http, await clients.DeleteAsync(acting.Actor, RegistryAnswers.NameOf(clientId), version, RequestSource.Of(http), cancellationToken)));

    public static async Task<IResult> RotateSecretAsync(
        string clientId, JsonBody body, Acting acting, HttpContext http, ClientAdministration clients, CancellationToken cancellationToken)
    {
        var overlap = OverlapOf(body);
        return body.Wrong is { } wrong
            ? new Problem(wrong)
            : Answer(http, await clients.RotateSecretAsync(acting.Actor, RegistryAnswers.NameOf(clientId), overlap, RequestSource.Of(http), cancellationToken));
    }

    internal static TimeSpan OverlapOf(JsonBody body) => TimeSpan.FromSeconds(
        body.Number("old_secret_expires_in", 0, (long)SecretOverlap.Longest.TotalSeconds) ?? (long)SecretOverlap.Usual.TotalSeconds);

    private static IResult Answer(HttpContext http, RegistryOutcome<Client> outcome) => RegistryAnswers.Answer(http, outcome, ClientDocument.Of);
}
