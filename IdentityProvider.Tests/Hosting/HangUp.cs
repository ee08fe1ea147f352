using System.Data.Common;
using IdentityProvider.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Hosting;

/// <summary>A caller who hangs up at the moment when their request is about to send this command to the database.</summary>
internal sealed class HangUp(HttpMethod method, string path, string command) : DbCommandInterceptor
{
    private readonly HttpContextAccessor _request = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void AddTo(IServiceCollection services) => services.ConfigureDbContext<ProviderDbContext>(options => options.AddInterceptors(this));

    /// <summary>Calls, and hangs up. The request goes on, or ends, at the server.</summary>
    public async Task CallAsync(Func<CancellationToken, Task> call)
    {
        using var ended = new CancellationTokenSource();
        var calling = call(ended.Token);
        await _reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        WaitAsync(command, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        WaitAsync(command, result);

    private async ValueTask<InterceptionResult<T>> WaitAsync<T>(DbCommand sent, InterceptionResult<T> result)
    {
        if (_request.HttpContext is { } http && http.Request.Method == method.Method && http.Request.Path.Value!.StartsWith(path, StringComparison.Ordinal)
            && sent.CommandText.Contains(command, StringComparison.Ordinal))
        {
            var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registered = http.RequestAborted.Register(gone.SetResult);
            _reached.TrySetResult();
            await gone.Task;
        }

        return result;
    }
}
