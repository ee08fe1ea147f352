using IdentityProvider.Administration.Registry;
using IdentityProvider.Data.Clients;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentityProvider.Pages.Admin.Registry;

/// <summary>A page about one client, scope or API resource, <c>?id=</c>: their names may have characters that a path has none of.</summary>
public abstract class EntryPage<T>(Administrator admin) : AdminPage(admin)
{
    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    /// <summary>What it is now.</summary>
    public CatalogEntry<T> Entry { get; private set; } = null!;

    /// <summary>It can't be changed here: a file has it, or it is part of the provider.</summary>
    public bool IsFixed => Entry.Source != EntrySource.Database;

    protected override long CurrentVersion => Entry.Version;

    protected string Name => Id ?? "";

    protected RequestSource Source => RequestSource.Of(HttpContext);

    /// <summary>Whether the page is there to change the entry: then it is not there for what can't be.</summary>
    protected virtual bool Changes => false;

    /// <summary>The page about the entry, to which one comes back from those that change it.</summary>
    protected abstract string Home { get; }

    /// <summary>The address of another page about the same entry.</summary>
    public string To(string path) => Address(Url.Content("~" + path), Name);

    /// <summary>The address of a page about an entry.</summary>
    internal static string Address(string path, string name) => QueryHelpers.AddQueryString(path, "id", name);

    protected abstract Task<RegistryOutcome<T>> FindAsync();

    /// <summary>The secret that was just made; null: none was. It is there once.</summary>
    protected string? TakeSecret() => OneTimeSecret.Take(TempData, Actor, Home + Name);

    protected override async Task<IActionResult?> EnterAsync() => await base.EnterAsync() ?? await LoadAsync();

    /// <summary>Back to the entry with good news, or the form again with what was refused and, if that is why, what somebody else has saved.</summary>
    protected async Task<IActionResult> FinishAsync(RegistryOutcome<T> outcome, string notice)
    {
        switch (outcome)
        {
            case RegistryOutcome<T>.Refused refused:
                return await LoadAsync() ?? await RefuseAsync(FieldErrorNames.InForm(refused.Error));
            case RegistryOutcome<T>.Done { Secret: { } secret }:
                OneTimeSecret.Keep(TempData, Actor, Home + Name, secret);
                break;
        }

        Notice = notice;
        return SeeOther(outcome is RegistryOutcome<T>.Gone ? Url.Content("~" + Home[..Home.LastIndexOf('/')]) : To(Home));
    }

    private async Task<IActionResult?> LoadAsync()
    {
        switch (await FindAsync())
        {
            case RegistryOutcome<T>.Done done:
                Entry = done.Entry;
                return !Changes || Entry.Source == EntrySource.Database ? null
                    : Unavailable(Entry.Source == EntrySource.File ? RegistryErrors.InFile : RegistryErrors.BuiltIn);
            case RegistryOutcome<T>.Refused refused:
                return Unavailable(refused.Error);
            default:
                throw new InvalidOperationException("Looking changes nothing.");
        }
    }
}
