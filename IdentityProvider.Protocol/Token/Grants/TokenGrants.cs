using IdentityProvider.Protocol.Grants;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Protocol.Token.Grants;

/// <summary>Finds the grant for a <c>grant_type</c>: one of the protocol's own, or one that the host has a validator for.</summary>
internal sealed class TokenGrants(IServiceProvider services)
{
    /// <summary>Null: there is none such.</summary>
    public ITokenGrant? Find(string grantType)
    {
        // Only what is needed is made: the common grants do not pay for the host's own.
        if (services.GetKeyedService<ITokenGrant>(grantType) is { } own)
            return own;
        return services.GetServices<IExtensionGrantValidator>().FirstOrDefault(validator => validator.GrantType == grantType) is { } validator
            ? ActivatorUtilities.CreateInstance<ExtensionGrant>(services, validator)
            : null;
    }
}
