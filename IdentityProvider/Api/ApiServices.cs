using IdentityProvider.Api.Description;

namespace IdentityProvider.Api;

/// <summary>What the HTTP contract needs beside the rules.</summary>
public static class ApiServices
{
    public static IServiceCollection AddApi(this IServiceCollection services) => services.AddScoped<NewcomerTokens>().AddApiDescription();
}
