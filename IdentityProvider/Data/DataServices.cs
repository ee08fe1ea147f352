using IdentityProvider.Data.Clients;
using IdentityProvider.Data.Providers;
using IdentityProvider.Data.Stores;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Keys;
using IdentityProvider.Protocol.Scopes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Data;

/// <summary>Everything that is kept: the database, and the stores that the protocol engine asks for.</summary>
public static class DataServices
{
    public static IServiceCollection AddProviderData(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.TryAddSingleton(TimeProvider.System);
        AddDatabase(services, configuration, environment);
        AddStores(services);
        services.AddProviderDataProtection(configuration, environment);
        services.AddHostedService<ExpiredRows>();
        return services;
    }

    private static void AddDatabase(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>();
        services.AddOptions<DatabaseOptions>().ValidateOnStart().Configure(options =>
        {
            options.Provider = configuration["Database:Provider"] ?? options.Provider;
            options.ConnectionString = configuration.GetConnectionString("Default");
            if (options.IsSqlite && string.IsNullOrWhiteSpace(options.ConnectionString))
                options.ConnectionString = $"Data Source={Path.Combine(environment.ContentRootPath, "App_Data", "identityprovider.db")}";
        });

        // Singletons take the factory, requests take the context.
        services.AddPooledDbContextFactory<ProviderDbContext>((provider, builder) =>
            builder.UseProvider(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value));
        services.TryAddScoped(provider => provider.GetRequiredService<IDbContextFactory<ProviderDbContext>>().CreateDbContext());

        services.AddSingleton<DatabaseMigrator>();
        services.AddHostedService<NormalizedNames>();

        services.AddScoped<TokenChanges>();
        services.AddHostedService<PostgreSqlNotifications>();
    }

    private static void AddStores(IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<ClientsOptions>, ClientsOptionsValidator>();
        services.AddOptions<ClientsOptions>().BindAtStart("Clients");
        services.AddSingleton<ClientCatalog>().AddSingleton<CatalogRefresh>().AddSingleton<CatalogWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<CatalogWatch>());
        services.AddSingleton<IClientStore, ClientStore>();
        services.AddSingleton<IResourceStore, ResourceStore>();
        services.AddSingleton<IPersistedGrantStore, PersistedGrantStore>();
        services.AddSingleton<ISigningKeyStore, SigningKeyStore>();
    }
}
