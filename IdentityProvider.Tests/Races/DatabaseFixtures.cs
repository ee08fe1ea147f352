using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Races;

/// <summary>A provider on SQLite.</summary>
public sealed class SqliteProvider : ProviderFixture
{
    protected override void Configure(ProviderSettings settings) => settings.On(DatabaseKind.Sqlite);
}

/// <summary>A provider on PostgreSQL.</summary>
public sealed class PostgreSqlProvider : ProviderFixture
{
    protected override void Configure(ProviderSettings settings) => settings.On(DatabaseKind.PostgreSql);
}
