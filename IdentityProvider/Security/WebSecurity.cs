using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Security;

/// <summary>What stands in front of every endpoint: proxies, https, headers, the issuer's path, antiforgery.</summary>
public static class WebSecurity
{
    private static readonly TimeSpan HstsLifetime = TimeSpan.FromDays(365);

    public static IServiceCollection AddWebSecurity(this IServiceCollection services, IHostEnvironment environment)
    {
        services.AddOptions<ProxyOptions>().BindAtStart(ProxyOptions.Section);
        services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsValidator>();
        services.AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, ForwardedHeadersSetup>();
        services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);
        // These lines hold the whole address, and in the query of an address stand mailed tokens and ID token hints: they stay
        // out of the log even where somebody turns everything on.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning));
        services.AddHsts(options => options.MaxAge = HstsLifetime);
        services.AddScoped<ContentSecurityPolicy>();
        services.AddAntiforgery(options =>
        {
            // The __Host- prefix wants Secure, which plain http in Development can't have.
            var development = environment.IsDevelopment();
            options.Cookie.Name = development ? "idp.antiforgery" : "__Host-idp.antiforgery";
            options.Cookie.SecurePolicy = development ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            // Below an issuer's path the framework would take that path, and the prefix forbids any but this one.
            options.Cookie.Path = "/";
            // Not Strict: a visit that begins at a client would come without the cookie, get a new one, and thereby
            // spoil the forms that are open in other tabs.
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.SuppressXFrameOptionsHeader = true;
        });
        return services;
    }

    /// <summary>First in the pipeline: what follows relies on the scheme and the address that the proxies tell.</summary>
    public static WebApplication UseWebSecurity(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        if (!app.Environment.IsDevelopment())
        {
            app.UseHttpsOnly();
            app.UseHsts();
        }

        app.UseIssuerPath();
        return app;
    }
}
