using System.Data.Common;
using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Requirements.EmailFirst;

/// <summary>Two people change accounts at the same instant.</summary>
public abstract class BackOfficeRaces(DatabaseKind database) : IAsyncLifetime
{
    private readonly AfterCommit _afterCommit = new();
    private Provider _provider = null!;
    private App _app = null!;

    public async Task InitializeAsync()
    {
        _provider = await Provider.StartAsync(settings => settings.On(database)
            .With("Accounts:Preset", "EmailFirst")
            .WithServices(services => services.ConfigureDbContext<ProviderDbContext>(options => options.AddInterceptors(_afterCommit))));
        _app = new App(_provider);
    }

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [ToolFact]
    [Trait("Requirement", "EF-7")]
    public async Task Of_two_admins_who_demote_each_other_one_does()
    {
        for (var round = 0; round < 6; round++)
        {
            var (first, second) = (await _provider.AddStaffAsync("admin"), await _provider.AddStaffAsync("admin"));
            var (firstToken, secondToken) = (await _app.TokenOfAsync(first), await _app.TokenOfAsync(second));
            var answers = await Task.WhenAll(Task.Run(() => DemoteAsync(second, firstToken)), Task.Run(() => DemoteAsync(first, secondToken)));
            Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
            Assert.Single(answers, answer => answer.Status == HttpStatusCode.Forbidden).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        }
    }

    [ToolFact]
    [Trait("Requirement", "EF-11")]
    public async Task A_change_is_answered_with_the_account_that_it_made_though_that_is_deleted_next()
    {
        var admin = await _app.TokenOfAsync(await _provider.AddStaffAsync("admin"));
        foreach (var (method, path, body) in new (HttpMethod, string, JsonNode?)[]
        {
            (HttpMethod.Patch, "", new JsonObject { ["city"] = "Bago" }), (HttpMethod.Post, "/deactivate", null), (HttpMethod.Post, "/activate", null),
        })
        {
            var person = await _provider.AddStaffAsync("customer");
            _afterCommit.Next = () => _provider.InScopeAsync((ProviderDbContext db) => db.Users.Where(user => user.Id == Guid.Parse(person.UserId)).ExecuteDeleteAsync());
            var answer = await _app.UsersAsync(method, $"/{person.UserId}{path}", body, admin);
            Assert.Equal(person.UserId, (string?)answer.Expect(method == HttpMethod.Patch ? HttpStatusCode.Created : HttpStatusCode.OK)["id"]);
            (await _app.UsersAsync(method, $"/{person.UserId}{path}", body, admin)).ExpectRefusal(HttpStatusCode.NotFound, "user_not_found");
        }
    }

    private Task<ApiAnswer> DemoteAsync(Person person, string token) =>
        _app.UsersAsync(HttpMethod.Put, $"/{person.UserId}/roles", new JsonObject { ["roles"] = new JsonArray("customer") }, token);

    /// <summary>Does something once, as soon as a request has committed.</summary>
    private sealed class AfterCommit : DbTransactionInterceptor
    {
        private readonly HttpContextAccessor _request = new();
        private Func<Task>? _next;

        public Func<Task> Next
        {
            set => _next = value;
        }

        public override async Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (_request.HttpContext is not null && Interlocked.Exchange(ref _next, null) is { } run)
                await run();
        }
    }
}

[Trait("Database", "Sqlite")]
public sealed class BackOfficeRacesOnSqlite() : BackOfficeRaces(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class BackOfficeRacesOnPostgreSql() : BackOfficeRaces(DatabaseKind.PostgreSql);
