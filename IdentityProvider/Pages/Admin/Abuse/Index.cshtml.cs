using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Abuse;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Forms;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Abuse;

/// <summary>Codes that were refused, and by which limit.</summary>
public sealed class IndexModel(Administrator admin, DecisionList decisions) : AdminPage(admin)
{
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    public Page<RefusedCodes> Found { get; private set; } = new([], 1, PageRequest.Usual, 0);

    public bool IsFiltered => KnownKind is not null;

    /// <summary>What there is to refuse a code for; the setting of each limit is what one changes.</summary>
    public static IReadOnlyList<Option> Kinds { get; } =
    [
        new(AccountErrors.OtpAddressLimit(default).Code, "Too many from one network", "Accounts:Abuse:CodesPerAddressPerHour"),
        new(AccountErrors.OtpCountryLimit(default).Code, "Too many countries from one network", "Accounts:Abuse:CountriesPerAddressPerDay"),
        new(AccountErrors.SmsBudget(default, "").Code, "Budget of a country", "Accounts:Abuse:UnverifiedBudget"),
        new(AccountErrors.OtpDialCodeLimit(default, "").Code, "Too many of one calling code", "Accounts:Abuse:CodesPerDialCodePerDay"),
        new(AccountErrors.OtpCeiling(default).Code, "Ceiling of all messages", "Accounts:Abuse:CodesPerHour, Accounts:Abuse:CodesPerDay"),
    ];

    protected override string LeastRole => Permissions.Read;

    private string? KnownKind => Kinds.Any(option => option.Value == Kind) ? Kind : null;

    public static Option WordsOf(string kind) => Kinds.FirstOrDefault(option => option.Value == kind) ?? new Option(kind, kind);

    public async Task<IActionResult> OnGetAsync() => await ShowAsync(
        await decisions.ListAsync(Actor, new DecisionQuery(KnownKind), new PageRequest(PageNumber), Aborted), page => Found = page);
}
