using Microsoft.AspNetCore.Http;

namespace IdentityProvider.Tests.Delivery.Vendors;

/// <summary>What a vendor may do instead of answering as it documents.</summary>
internal static class VendorAnswers
{
    public static Func<HttpContext, Task> Status(int status, string body = "", params (string Name, string Value)[] headers) => http =>
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            http.Response.Headers[name] = value;
        return http.Response.WriteAsync(body);
    };

    public static Func<HttpContext, Task> Garbage { get; } = Status(200, "<html>a proxy's page</html>");

    public static Func<HttpContext, Task> Reset { get; } = http =>
    {
        http.Abort();
        return Task.CompletedTask;
    };

    /// <summary>No answer until the caller gives up.</summary>
    public static Func<HttpContext, Task> Silence { get; } = async http =>
    {
        var gone = new TaskCompletionSource();
        await using var registration = http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    };
}
