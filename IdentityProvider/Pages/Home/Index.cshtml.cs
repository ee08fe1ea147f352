using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityProvider.Pages.Home;

/// <summary>The front door. Nothing to decide.</summary>
public sealed class IndexModel : PageModel;
