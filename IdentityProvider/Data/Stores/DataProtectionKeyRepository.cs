using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Data.Stores;

/// <summary>The key ring of data protection in the database, so that every node reads what any node has written.</summary>
/// <param name="newContext">Called when the first key is needed, not before: data protection is built along with the
/// routes, when the settings of the database have not been checked yet.</param>
internal sealed class DataProtectionKeyRepository(Func<ProviderDbContext> newContext) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = newContext();
        return db.DataProtectionKeys.AsNoTracking().Select(key => key.Xml).AsEnumerable().Select(XElement.Parse).ToList();
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = newContext();
        db.DataProtectionKeys.Add(new DataProtectionKey
        {
            Id = NewId.Create(),
            FriendlyName = friendlyName,
            Xml = element.ToString(SaveOptions.DisableFormatting),
        });
        db.SaveChanges();
    }
}
