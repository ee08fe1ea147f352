using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityProvider.Pages.SignOut;

/// <summary>The end. Nothing to decide.</summary>
public sealed class LoggedOutModel : PageModel;
