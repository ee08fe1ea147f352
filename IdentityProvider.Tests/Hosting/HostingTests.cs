using Npgsql;

namespace IdentityProvider.Tests.Hosting;

/// <summary>What the tests stand on works by itself.</summary>
public sealed class HostingTests
{
    [ToolFact]
    [Needs(nameof(Tool.PostgreSql))]
    public async Task PostgreSql_gives_every_provider_a_database_of_its_own()
    {
        var server = await PostgresServer.SharedAsync();
        var (first, second) = (await server.CreateDatabaseAsync(), await server.CreateDatabaseAsync());
        await ExecuteAsync(first, "CREATE TABLE only_here (id int)");
        await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(second, "SELECT * FROM only_here"));
    }

    [Fact]
    public void A_missing_tool_is_a_reason_that_says_how_to_get_it()
    {
        var missing = new Tool("Something", () => false, "apt-get install something");
        var inCi = Environment.GetEnvironmentVariable("CI") == "true";
        Assert.Equal(inCi ? null : "Something is missing here. To run this test: apt-get install something", missing.SkipReason);
    }

    [Fact]
    public void The_clock_goes_as_far_ahead_as_it_is_told()
    {
        var clock = new TestClock();
        clock.Advance(TimeSpan.FromHours(1));
        Assert.InRange(clock.GetUtcNow() - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
