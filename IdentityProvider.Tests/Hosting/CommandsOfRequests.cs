using System.Collections.Concurrent;
using System.Data.Common;
using IdentityProvider.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Hosting;

/// <summary>The commands that requests send to the database; what runs in the background is left out.</summary>
internal sealed class CommandsOfRequests : DbCommandInterceptor
{
    private readonly HttpContextAccessor _request = new();
    private readonly ConcurrentQueue<string> _texts = new();

    public IReadOnlyCollection<string> Texts => _texts;

    public void Clear() => _texts.Clear();

    public void AddTo(IServiceCollection services) => services.ConfigureDbContext<ProviderDbContext>(options => options.AddInterceptors(this));

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        Note(command, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        Note(command, result);

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) =>
        Note(command, result);

    private ValueTask<InterceptionResult<T>> Note<T>(DbCommand command, InterceptionResult<T> result)
    {
        if (_request.HttpContext is not null)
            _texts.Enqueue(command.CommandText);
        return new(result);
    }
}
