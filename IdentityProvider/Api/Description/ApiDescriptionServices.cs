using System.Text.Json.Serialization;
using Microsoft.OpenApi;

namespace IdentityProvider.Api.Description;

/// <summary>The OpenAPI document, and in Development the page to read it.</summary>
public static class ApiDescriptionServices
{
    public static IServiceCollection AddApiDescription(this IServiceCollection services)
    {
        services.AddOpenApi(ApiDocument.Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            options.AddOperationTransformer<OperationDescription>();
            options.AddDocumentTransformer<DocumentDescription>();
        });
        services.AddSingleton<ApiDocument>();
        // By these the types of the answers are described: the API writes a number as a number, never as a text.
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        // Public, and the same for everybody: compressing it under https gives nothing away.
        services.AddResponseCompression(options => options.EnableForHttps = true);
        return services;
    }

    public static WebApplication UseApiDescription(this WebApplication app)
    {
        app.UseWhen(http => http.Request.Path.Equals(ApiDocument.Path, StringComparison.OrdinalIgnoreCase), document => document.UseResponseCompression());
        return app;
    }

    public static void MapApiDescription(this WebApplication app) =>
        app.MapMethods(ApiDocument.Path, ["GET", "HEAD"], (HttpContext http, ApiDocument document) => document.HandleAsync(http)).ExcludeFromDescription();
}
