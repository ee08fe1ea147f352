using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityProvider.Pages.Account;

/// <summary>Goodbye. Nobody is signed in any more, so there is nothing to ask.</summary>
public sealed class DeletedModel : PageModel;
