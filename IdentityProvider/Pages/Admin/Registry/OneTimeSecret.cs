using IdentityProvider.Accounts;
using IdentityProvider.Administration.Registry;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace IdentityProvider.Pages.Admin.Registry;

/// <summary>
/// Takes a secret that was just made over to the page that shows it, once: in an encrypted cookie, where it stays until that page is shown. It is for the
/// session in which it was made, and for nobody who signs in at the same browser later.
/// </summary>
internal static class OneTimeSecret
{
    /// <param name="data">The cookie.</param>
    /// <param name="actor">Who made it.</param>
    /// <param name="owner">Whose secret it is: no other page shows it.</param>
    /// <param name="secret">The secret; null: none was made.</param>
    public static void Keep(ITempDataDictionary data, Actor actor, string owner, NewSecret? secret)
    {
        if (secret is not null)
            data[Key(actor, owner)] = secret.Value;
    }

    public static string? Take(ITempDataDictionary data, Actor actor, string owner) => data[Key(actor, owner)] as string;

    private static string Key(Actor actor, string owner) => $"secret of {owner} for {actor.SessionId}";
}
