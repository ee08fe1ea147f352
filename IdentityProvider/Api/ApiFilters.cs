namespace IdentityProvider.Api;

/// <summary>What holds for every call of the API.</summary>
internal static class ApiFilters
{
    public static async ValueTask<object?> AnswerUnreadableBodies(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        var unreadable = context.Arguments.OfType<JsonBody>().FirstOrDefault()?.Unreadable;
        return unreadable is null ? await next(context) : new Problem(unreadable);
    }
}
