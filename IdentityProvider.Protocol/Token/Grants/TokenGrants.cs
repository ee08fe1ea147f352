using IdentityProvider.Protocol.Grants;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Protocol.Token.Grants;

/// <summary>Finds the grant for a <c>grant_type</c>: one of the protocol's own, or one that the host has a validator for.</summary>
internal sealed class TokenGrants(IServiceProvider services)
{
    /// <summary>Null: there is none such. Only what is needed is made: the common grants do not pay for the host's own.</summary>
    public ITokenGrant? Find(string grantType) => grantType switch
    {
        GrantTypes.AuthorizationCode => services.GetRequiredService<AuthorizationCodeGrant>(),
        GrantTypes.RefreshToken => services.GetRequiredService<RefreshTokenGrant>(),
        GrantTypes.ClientCredentials => services.GetRequiredService<ClientCredentialsGrant>(),
        _ => FindExtension(grantType),
    };

    private ExtensionGrant? FindExtension(string grantType) =>
        services.GetServices<IExtensionGrantValidator>().FirstOrDefault(validator => validator.IsOffered && validator.GrantType == grantType) is { } validator
            ? ActivatorUtilities.CreateInstance<ExtensionGrant>(services, validator)
            : null;
}
