using IdentityProvider.Cli;
using IdentityProvider.Data;
using IdentityProvider.Pages;
using IdentityProvider.Security;

// The commands beside the server stand in Cli/. Without a command the server runs.
return await CommandLine.InvokeAsync(args, Build);

static WebApplication Build(string[] settings)
{
    var builder = WebApplication.CreateBuilder(settings);
    builder.Services.AddWebSecurity(builder.Configuration, builder.Environment);
    builder.Services.AddProviderData(builder.Configuration, builder.Environment);
    builder.Services.AddHostedPages(builder.Configuration);

    var app = builder.Build();
    app.UseWebSecurity();
    app.UseHostedPages();
    app.MapHostedPages();
    return app;
}
