using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace IdentityProvider.Data.Providers;

/// <summary>What <c>dotnet ef migrations add</c> builds the model with; no database is touched.</summary>
internal sealed class DesignTimeContextFactory : IDesignTimeDbContextFactory<ProviderDbContext>
{
    public ProviderDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<ProviderDbContext>();
        builder.UseProvider(new DatabaseOptions { ConnectionString = "Data Source=:memory:" });
        return new ProviderDbContext(builder.Options);
    }
}
