using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace IdentityProvider.Delivery.Templates;

/// <summary>
/// The language that a request asks for, as <see cref="CultureInfo.CurrentUICulture"/>: that of the client
/// (<c>ui_locales</c>, OpenID Connect Core 3.1.2.1), else that of the browser (<c>Accept-Language</c>), else none.
/// </summary>
public static class RequestLanguage
{
    public static IApplicationBuilder UseRequestLanguage(this IApplicationBuilder app) => app.UseRequestLocalization(new RequestLocalizationOptions
    {
        // Numbers and dates on the wire are the same for everybody.
        DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture),
        SupportedCultures = [CultureInfo.InvariantCulture],
        SupportedUICultures = [.. MessageTexts.Languages],
        RequestCultureProviders = [new AcceptLanguageHeaderRequestCultureProvider()],
    });

    /// <summary>The first of these that is spoken here comes before what the browser asks for.</summary>
    public static void Prefer(IEnumerable<string> uiLocales)
    {
        if (uiLocales.Select(MessageTexts.Find).FirstOrDefault(language => language is not null) is { } preferred)
            CultureInfo.CurrentUICulture = preferred;
    }

    /// <summary>What the request asks for; null: nothing that is spoken here.</summary>
    public static string? Current => MessageTexts.Find(CultureInfo.CurrentUICulture.Name)?.Name;
}
