using IdentityProvider.Demo;
using IdentityProvider.Pages.Admin.Clients.Flow;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Pages.Admin.Users;
using IdentityProvider.Pages.Codes;
using IdentityProvider.Pages.Errors;
using IdentityProvider.Pages.SignUp;
using IdentityProvider.Pages.Theme;
using IdentityProvider.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Pages;

/// <summary>The pages people see.</summary>
public static class HostedPages
{
    public static IServiceCollection AddHostedPages(this IServiceCollection services, IHostEnvironment environment)
    {
        services.AddOptions<Branding>().BindAtStart(Branding.Section);
        services.AddSingleton<IValidateOptions<Branding>, BrandingValidator>();
        services.AddSingleton<AccentStylesheet>();
        services.AddRazorPages();
        services.AddHttpContextAccessor();
        services.Configure<CookieTempDataProviderOptions>(options =>
        {
            options.Cookie.Name = BrowserSession.CookieName("idp.notice", environment);
            options.Cookie.Path = "/";
            options.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        });
        services.AddSingleton<PageMemory>().AddSingleton<CodeMemory>().AddSingleton<MailMemory>().AddScoped<ProofPages>();
        services.AddScoped<SignedInPerson>();
        services.AddOptions<AdminOptions>().BindAtStart(AdminOptions.Section);
        services.AddSingleton<IValidateOptions<AdminOptions>, AdminOptionsValidator>();
        services.AddScoped<Administrator>().AddScoped<RoleWords>();
        services.AddScoped<ScopeChoices>().AddSingleton<OwnEndpoints>().AddScoped<FlowRun>();
        services.AddHostedService<StartBanner>();
        return services;
    }

    /// <summary>Error pages and the files under <c>wwwroot</c>. Comes before authentication, which those need not wait for.</summary>
    public static WebApplication UseHostedPages(this WebApplication app)
    {
        app.UseErrorPages();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = CacheVersioned });
        if (app.Environment.IsDevelopment())
            app.UseApiBrowser();
        return app;
    }

    public static WebApplication MapHostedPages(this WebApplication app)
    {
        app.MapRazorPages();
        app.MapGet("/theme.css", (HttpContext http, AccentStylesheet accent) => accent.Serve(http)).ExcludeFromDescription();
        if (app.Environment.IsDevelopment())
            app.MapDemo();
        return app;
    }

    // An address with a version is never used for another content.
    private static void CacheVersioned(StaticFileResponseContext file)
    {
        if (file.Context.Request.Query.ContainsKey("v"))
            file.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
    }
}
