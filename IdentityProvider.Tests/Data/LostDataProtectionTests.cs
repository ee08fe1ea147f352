using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Data;

/// <summary>The keys that encrypt the signing keys are gone: the provider says so and touches nothing.</summary>
public sealed class LostDataProtectionTests
{
    [Fact]
    public async Task The_start_is_refused_loudly_and_the_keys_stay()
    {
        using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        string[] before;
        await using (var provider = Provider.StartOn(database))
        {
            before = await KeyIdsAsync(provider);
            await provider.InScopeAsync((ProviderDbContext db) => db.DataProtectionKeys.ExecuteDeleteAsync());
        }

        await using var process = ProviderProcess.Start(new Dictionary<string, string?> { ["ConnectionStrings:Default"] = database.ConnectionString });
        Assert.Equal(1, await process.ExitedAsync());
        Assert.Contains("can't be decrypted", process.Output, StringComparison.Ordinal);
        Assert.Contains("DataProtection:CertificatePath", process.Output, StringComparison.Ordinal);

        var options = new DbContextOptionsBuilder<ProviderDbContext>().UseSqlite(database.ConnectionString).Options;
        await using var db = new ProviderDbContext(options);
        Assert.Equal(before, await db.SigningKeys.Select(key => key.KeyId).OrderBy(id => id).ToArrayAsync());
    }

    private static Task<string[]> KeyIdsAsync(Provider provider) =>
        provider.InScopeAsync((ProviderDbContext db) => db.SigningKeys.Select(key => key.KeyId).OrderBy(id => id).ToArrayAsync());
}
