using IdentityProvider;
using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Api;
using IdentityProvider.Api.Description;
using IdentityProvider.Api.Registry;
using IdentityProvider.Cli;
using IdentityProvider.Data;
using IdentityProvider.Delivery;
using IdentityProvider.Delivery.Reports;
using IdentityProvider.Delivery.Templates;
using IdentityProvider.Grants;
using IdentityProvider.Health;
using IdentityProvider.Pages;
using IdentityProvider.Protocol;
using IdentityProvider.Security;

// The commands beside the server stand in Cli/. Without a command the server runs.
return await CommandLine.InvokeAsync(args, Build);

static WebApplication Build(string[] settings)
{
    var builder = WebApplication.CreateBuilder(settings);
    builder.Configuration.AddSecretFiles();
    var (services, configuration, environment) = (builder.Services, builder.Configuration, builder.Environment);
    services.AddWebSecurity(environment);
    services.AddProviderAuthentication(environment);
    services.AddProviderData(configuration, environment);
    services.AddDelivery(configuration, environment);
    services.AddAccounts(configuration);
    services.AddAdministration();
    services.AddAccountGrants();
    services.AddApi();
    services.AddOpenIdProvider(options =>
    {
        configuration.GetSection("Protocol").BindTo(options);
        options.Issuer = configuration["Issuer"];
        options.AllowInsecureIssuer = environment.IsDevelopment();
    });
    services.AddHostedPages(environment);
    services.AddHealth();

    var app = builder.Build();
    app.UseWebSecurity();
    app.UseHostedPages();
    app.UseApiProblems();
    app.UseApiDescription();
    app.UseRequestLanguage();
    app.UseRouting();
    app.UseCors();
    app.UseAuthentication();
    app.UseAuthorization();
    app.MapOpenIdProvider();
    app.MapAccountApi();
    app.MapUsersApi();
    app.MapRegistryApi();
    app.MapAbuseApi();
    app.MapMessagesApi();
    app.MapAuditApi();
    app.MapKeysApi();
    app.MapDeliveryReports();
    app.MapApiDescription();
    app.MapHostedPages();
    app.MapHealth();
    return app;
}
