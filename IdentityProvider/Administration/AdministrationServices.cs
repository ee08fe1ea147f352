using IdentityProvider.Administration.Audit;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol.Keys;

namespace IdentityProvider.Administration;

/// <summary>What some people may do with the accounts of others.</summary>
public static class AdministrationServices
{
    public static IServiceCollection AddAdministration(this IServiceCollection services) => services
        .AddScoped<UserDirectory>()
        .AddScoped<SentMessages>()
        .AddScoped<UserAdministration>()
        .AddScoped<UserAccess>()
        .AddScoped<UserResets>()
        .AddScoped<SignInHistory>()
        .AddScoped<ProviderOverview>()
        .AddScoped<KeyAdministration>()
        .AddAudit()
        .AddSingleton(provider => new ProviderFacts(provider.GetRequiredService<ClientCatalog>(), provider.GetRequiredService<KeyRing>()))
        .AddScoped<GuardedChanges>()
        .AddSingleton<NewUserForm>()
        .AddScoped<RegistryChanges>()
        .AddScoped<RegistryDirectory>()
        .AddScoped<ClientRights>()
        .AddScoped<ClientGrants>()
        .AddScoped<ClientAdministration>()
        .AddScoped<ScopeAdministration>()
        .AddScoped<ResourceAdministration>()
        .AddSingleton<ClientTemplates>()
        .AddScoped<NewUsers>()
        .AddScoped<UserCreation>()
        .AddScoped<Invitations>()
        .AddScoped<OperatorPasswords>();
}
