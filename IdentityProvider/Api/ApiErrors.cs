using IdentityProvider.Accounts;

namespace IdentityProvider.Api;

/// <summary>Refusals of requests that can't be read, whatever they ask for.</summary>
internal static class ApiErrors
{
    public static AccountError BodyInvalid { get; } =
        new("invalid_json", 400, "Not JSON", "The body must be one JSON object without repeated members.");

    public static AccountError BodyTooLarge { get; } =
        new("body_too_large", 413, "Body too large", "The body may have at most 64 KB.");

    public static AccountError MediaTypeUnsupported { get; } =
        new("unsupported_media_type", 415, "Unsupported media type", "The body must be application/json.");

    public static AccountError NotFound { get; } = new("not_found", 404, "Not found", "There is nothing at this address.");

    public static AccountError MethodNotAllowed { get; } =
        new("method_not_allowed", 405, "Method not allowed", "This address does not take this method.");

    /// <summary>What a bare status of the framework means; null: nothing of ours.</summary>
    public static AccountError? Of(int status) => status switch
    {
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => MediaTypeUnsupported,
        _ => null,
    };
}
