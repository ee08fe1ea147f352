using IdentityProvider.Protocol.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IdentityProvider.Protocol.Http;

/// <summary>
/// Around the endpoints that programs call: what fails unexpectedly, the database most often, is an answer in their own
/// language. A client must not take it for a refusal, and must learn nothing of the reason.
/// </summary>
internal sealed class UnexpectedFailures(ILogger<UnexpectedFailures> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception reason) when (reason is not OperationCanceledException && !context.HttpContext.Response.HasStarted)
        {
            logger.RequestFailed(reason);
            await ProtocolResponse.WriteErrorAsync(context.HttpContext, ProtocolErrors.ServerError);
            return Results.Empty;
        }
    }
}
