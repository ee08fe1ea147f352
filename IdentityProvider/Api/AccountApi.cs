using IdentityProvider.Pages.Errors;
using IdentityProvider.Security;

namespace IdentityProvider.Api;

/// <summary>The HTTP contract of accounts: every route on one screen.</summary>
public static class AccountApi
{
    public static WebApplication MapAccountApi(this WebApplication app)
    {
        var everybody = app.MapGroup("/api/account").AddEndpointFilter(ApiFilters.AnswerUnreadableBodies);
        everybody.MapPost("/register", RegisterCalls.RegisterAsync);
        everybody.MapPost("/register/confirm", RegisterCalls.ConfirmAsync);
        everybody.MapPost("/otp", CodeCalls.RequestAsync);
        everybody.MapPost("/otp/verify", CodeCalls.VerifyAsync);
        everybody.MapPost("/email/send", EmailCalls.SendAsync);
        everybody.MapPost("/email/verify", EmailCalls.VerifyAsync);
        everybody.MapPost("/password/forgot", PasswordCalls.ForgotAsync);
        everybody.MapPost("/password/reset", PasswordCalls.ResetAsync);

        var owner = app.MapGroup("/api/account").RequireAuthorization(Authentication.OwnAccount).AddEndpointFilter(ApiFilters.AnswerUnreadableBodies);
        owner.MapGet("/profile", ProfileCalls.GetAsync);
        owner.MapPatch("/profile", ProfileCalls.UpdateAsync);
        owner.MapPut("/password", PasswordCalls.ChangeAsync);
        owner.MapPost("/logout", SessionCalls.LogoutAsync);
        owner.MapGet("/sessions", SessionCalls.ListAsync);
        owner.MapDelete("/sessions/{id}", SessionCalls.EndAsync);
        owner.MapDelete("/", ProfileCalls.DeleteAsync);
        return app;
    }

    /// <summary>Gives the bare statuses of the framework a body: no such address, no such method. A person who looks gets the page.</summary>
    public static WebApplication UseApiProblems(this WebApplication app)
    {
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase), api => api.Use(async (http, next) =>
        {
            await next(http);
            if (!ErrorPages.WantsPage(http) && !http.Response.HasStarted && http.Response.ContentType is null && ApiErrors.Of(http.Response.StatusCode) is { } error)
                await new Problem(error).ExecuteAsync(http);
        }));
        return app;
    }
}
