using IdentityProvider.Data;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Administration.Registry;

/// <summary>What a client was issued and allowed, as the client changes or goes: in the transaction of that.</summary>
public sealed class ClientGrants(ProviderDbContext db, IssuerProvider issuer)
{
    /// <summary>All of it ends. That a token was revoked is remembered on.</summary>
    internal Task RemoveAsync(string clientId, CancellationToken cancellationToken) =>
        db.Grants.Where(grant => grant.ClientId == clientId && grant.Type != PersistedGrantTypes.Revocation).ExecuteDeleteAsync(cancellationToken);

    /// <summary>
    /// People allowed the client what they were asked for by the places that its codes went to. If it gets another, whoever may say so could have what
    /// they allowed without their seeing a page: so they are asked again. Tokens stay: they are where they were.
    /// </summary>
    /// <returns>How many consents count no more.</returns>
    internal async Task<int> ForgetConsentsAsync(Client before, Client after, CancellationToken cancellationToken) =>
        CodeDestinations.Of(after, issuer.Current).Except(CodeDestinations.Of(before, issuer.Current)).Any()
            ? await db.Grants
                .Where(grant => grant.ClientId == after.ClientId && grant.Type == PersistedGrantTypes.Consent && grant.Data != Consents.Nothing)
                .ExecuteUpdateAsync(set => set.SetProperty(grant => grant.Data, Consents.Nothing), cancellationToken)
            : 0;
}
