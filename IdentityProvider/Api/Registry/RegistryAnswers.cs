using System.Diagnostics;
using IdentityProvider.Accounts;
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

    public static IResult Answer<T, TDocument>(Reading<Page<CatalogEntry<T>>> reading, Func<CatalogEntry<T>, TDocument> describe) =>
        ApiJson.Answer(reading, page => ApiJson.Answer(page.With(page.Items.Select(describe))));

    /// <summary>What was sent, read and answered; or what is wrong with it.</summary>
    /// <param name="read">Reads the body; null: it can't be read.</param>
    /// <param name="answer">Does with it what is wanted.</param>
    public static async Task<IResult> ReadAsync<T>(Func<FieldErrors, T?> read, Func<T, Task<IResult>> answer) where T : class
    {
        var errors = new FieldErrors();
        var sent = read(errors);
        return sent is null || errors.ToError() is not null ? new Problem(errors.ToError()!) : await answer(sent);
    }

    /// <summary>A change must say which version it is about.</summary>
    /// <param name="http">The request.</param>
    /// <param name="answer">Makes the change of that version; null: of any.</param>
    public static async Task<IResult> AtVersionAsync(HttpContext http, Func<long?, Task<IResult>> answer) =>
        EntityTags.Demand(http.Request, out var version) is { } refusal ? new Problem(refusal) : await answer(version);

    /// <summary>A name as it stands in an address: a slash that is a part of it stays encoded in what the framework decodes.</summary>
    public static string NameOf(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static IResult Versioned<T, TDocument>(
        HttpContext http, RegistryOutcome<T>.Done done, Func<CatalogEntry<T>, NewSecret?, TDocument> describe, int status) where TDocument : notnull
    {
        http.Response.Headers.ETag = EntityTags.Of(done.Entry.Version);
        return ApiJson.Answer(describe(done.Entry, done.Secret), status);
    }
}
