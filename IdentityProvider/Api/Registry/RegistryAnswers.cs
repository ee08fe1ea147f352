using System.Diagnostics;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Data.Clients;

namespace IdentityProvider.Api.Registry;

/// <summary>Answers with what became of something registered.</summary>
internal static class RegistryAnswers
{
    public static IResult Answer<T, TDocument>(
        HttpContext http, RegistryOutcome<T> outcome, Func<CatalogEntry<T>, NewSecret?, TDocument> describe) where TDocument : notnull => outcome switch
        {
            RegistryOutcome<T>.Done done => Versioned(http, done, describe, StatusCodes.Status200OK),
            RegistryOutcome<T>.Gone => ApiJson.Done(),
            RegistryOutcome<T>.Refused refused => new Problem(refused.Error),
            _ => throw new UnreachableException(outcome.GetType().Name),
        };

    public static IResult AnswerCreated<T, TDocument>(
        HttpContext http, string collection, RegistryOutcome<T> outcome, Func<CatalogEntry<T>, NewSecret?, TDocument> describe) where TDocument : notnull
    {
        if (outcome is not RegistryOutcome<T>.Done done)
            return Answer(http, outcome, describe);
        http.Response.Headers.Location = $"{http.Request.PathBase}{collection}/{Uri.EscapeDataString(done.Entry.Name)}";
        return Versioned(http, done, describe, StatusCodes.Status201Created);
    }

    public static IResult Answer<T, TDocument>(RegistryListing<T> listing, Func<CatalogEntry<T>, TDocument> describe) => listing switch
    {
        RegistryListing<T>.Found found => ApiJson.Answer(found.Page.With(found.Page.Items.Select(describe))),
        RegistryListing<T>.Refused refused => new Problem(refused.Error),
        _ => throw new UnreachableException(listing.GetType().Name),
    };

    /// <summary>A name as it stands in an address: a slash that is a part of it stays encoded in what the framework decodes.</summary>
    public static string NameOf(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static IResult Versioned<T, TDocument>(
        HttpContext http, RegistryOutcome<T>.Done done, Func<CatalogEntry<T>, NewSecret?, TDocument> describe, int status) where TDocument : notnull
    {
        http.Response.Headers.ETag = EntityTags.Of(done.Entry.Version);
        return ApiJson.Answer(describe(done.Entry, done.Secret), status);
    }
}
