namespace IdentityProvider.Pages.Errors;

/// <summary>In <c>HttpContext.Features</c>: what the error page says instead of its words for the status code.</summary>
public sealed record PageProblem(string Title, string Text);
