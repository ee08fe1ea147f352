using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Events;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace IdentityProvider.Security;

/// <summary>How people and programs are recognised: a cookie in the browser, a bearer token at the API.</summary>
public static class Authentication
{
    /// <summary>The policy of calls about the caller's own account: a token with scope <c>account</c>.</summary>
    public const string OwnAccount = "account";

    /// <summary>The policy of calls about other people's accounts: a token with scope <c>users</c>. What the caller may do there, their role says.</summary>
    public const string Users = "users";

    /// <summary>The policy of calls about what is registered, the keys and the audit log: a token with scope <c>clients</c>. What the caller may do there, their role says.</summary>
    public const string Clients = "clients";

    public static IServiceCollection AddProviderAuthentication(this IServiceCollection services, IHostEnvironment environment)
    {
        // No default scheme: whoever wants to know asks for the browser or for the token, never for whichever is there.
        services.AddAuthentication()
            .AddCookie(BrowserSession.Scheme, options =>
            {
                options.Cookie.Name = BrowserSession.CookieName("idp", environment);
                options.Cookie.HttpOnly = true;
                options.Cookie.IsEssential = true;
                options.Cookie.Path = "/";
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
                // The row in the database says when the session is over.
                options.SlidingExpiration = true;
            })
            .AddScheme<AuthenticationSchemeOptions, BearerAuthentication>(BearerAuthentication.SchemeName, configureOptions: null);
        services.AddOptions<CookieAuthenticationOptions>(BrowserSession.Scheme)
            .Configure<AccountPolicy>((options, policy) => options.ExpireTimeSpan = policy.Session.Lifetime);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var scope in new[] { OwnAccount, Users, Clients })
        {
            authorization.AddPolicy(scope, policy => policy
                .AddAuthenticationSchemes(BearerAuthentication.SchemeName)
                .RequireClaim("scope", scope));
        }

        services.AddScoped<BrowserSession>();
        services.AddScoped<IBrowserSession>(provider => provider.GetRequiredService<BrowserSession>());
        services.AddHttpContextAccessor();
        services.AddSingleton<IEventSink, ProtocolAudit>();
        return services;
    }
}
