using System.Buffers;

namespace IdentityProvider.Api;

/// <summary>Reads a request's body, up to a limit.</summary>
internal static class BodyReader
{
    /// <summary>The body; null: it is longer than that, which the length that was announced need not have said.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int longest)
    {
        if (request.ContentLength > longest)
            return null;
        var buffer = new ArrayBufferWriter<byte>(1024);
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.GetMemory(1024), request.HttpContext.RequestAborted);
            if (read == 0)
                return buffer.WrittenSpan.ToArray();
            buffer.Advance(read);
            if (buffer.WrittenCount > longest)
                return null;
        }
    }
}
