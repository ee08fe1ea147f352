using IdentityProvider.Administration.Registry;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace IdentityProvider.Pages.Admin.Registry;

/// <summary>Takes a secret that was just made over to the page that shows it, once: in the encrypted cookie that is gone with the next answer.</summary>
internal static class OneTimeSecret
{
    /// <param name="data">The cookie.</param>
    /// <param name="owner">Whose secret it is: no other page shows it.</param>
    /// <param name="secret">The secret; null: none was made.</param>
    public static void Keep(ITempDataDictionary data, string owner, NewSecret? secret)
    {
        if (secret is not null)
            data[Key(owner)] = secret.Value;
    }

    public static string? Take(ITempDataDictionary data, string owner) => data[Key(owner)] as string;

    private static string Key(string owner) => "secret of " + owner;
}
