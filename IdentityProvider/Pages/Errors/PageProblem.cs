namespace IdentityProvider.Pages.Errors;

/// <summary>In <c>HttpContext.Features</c>: what the error page says instead of its words for the status code.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Text">A sentence or two.</param>
/// <param name="Ways">Where one can go from there, beside the start page.</param>
public sealed record PageProblem(string Title, string Text, IReadOnlyList<PageWay> Ways);

/// <summary>A link to where one can go on.</summary>
public sealed record PageWay(string Address, string Words);
