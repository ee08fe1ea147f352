using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Api.Description;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Security;

namespace IdentityProvider.Api;

/// <summary>What an administrator sees of messages on their way, and does for those that got stuck.</summary>
public static class MessagesApi
{
    public static WebApplication MapMessagesApi(this WebApplication app)
    {
        var messages = app.MapGroup("/api/messages").WithTags("Messages").RequireAuthorization(Authentication.Users)
            .AddEndpointFilter(ApiFilters.AnswerUnreadableBodies).Refuses(Refusals.OfToken);

        messages.MapGet("/", ListAsync)
            .Describe("listMessages", "Look at what became of messages", "The newest first, without what they say. `given_up` are those that no sender took.")
            .NeedsRole(policy => policy.Permissions.Read)
            .TakesParameters(Fields.OfMessageList)
            .Answers<Page<SentMessage>>()
            .Refuses(Refusals.Validation);

        messages.MapPost("/{id}/retry", RetryAsync)
            .Describe("retryMessage", "Send a message after all", "One that was given up and has not expired.")
            .NeedsRole(policy => policy.Permissions.Update)
            .Answers(StatusCodes.Status202Accepted)
            .Refuses(AccountErrors.MessageNotFound, AccountErrors.MessageNotGivenUp);
        return app;
    }

    private static async Task<IResult> ListAsync(Acting acting, HttpContext http, SentMessages messages, CancellationToken cancellationToken) =>
        ListParameters.ReadMessages(http.Request.Query, out var query, out var page) is { } wrong
            ? new Problem(wrong)
            : ApiJson.Answer(await messages.ListAsync(acting.Actor, query, page, cancellationToken));

    private static async Task<IResult> RetryAsync(string id, Acting acting, HttpContext http, SentMessages messages, CancellationToken cancellationToken) =>
        await messages.RetryAsync(acting.Actor, Guid.TryParse(id, out var messageId) ? messageId : Guid.Empty, RequestSource.Of(http), cancellationToken) is { } wrong
            ? new Problem(wrong)
            : ApiJson.Done(StatusCodes.Status202Accepted);
}
