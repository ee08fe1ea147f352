using System.Globalization;
using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Abuse;
using IdentityProvider.Administration;

namespace IdentityProvider.Api;

/// <summary>Reads what a list is to have. An empty parameter is as good as none.</summary>
internal static class ListParameters
{
    /// <summary>What is wrong with them; null: nothing.</summary>
    public static AccountError? ReadDecisions(IQueryCollection parameters, out DecisionQuery query)
    {
        var errors = new FieldErrors();
        query = new DecisionQuery(
            Text(parameters, "kind"), Number(parameters, "page", 1, errors), Number(parameters, "pageSize", DecisionQuery.DefaultPageSize, errors));
        return errors.ToError();
    }

    /// <summary>What is wrong with them; null: nothing.</summary>
    public static AccountError? ReadMessages(IQueryCollection parameters, out MessageQuery query)
    {
        var errors = new FieldErrors();
        query = new MessageQuery(
            Text(parameters, "state"),
            Text(parameters, "to"),
            Number(parameters, "page", 1, errors),
            Number(parameters, "pageSize", MessageQuery.DefaultPageSize, errors));
        return errors.ToError();
    }

    /// <summary>What is wrong with them; null: nothing.</summary>
    public static AccountError? ReadUsers(IQueryCollection parameters, out UserQuery query)
    {
        var errors = new FieldErrors();
        query = new UserQuery(
            Text(parameters, "search"),
            Text(parameters, "role"),
            Flag(parameters, "active", errors),
            Number(parameters, "page", 1, errors),
            Number(parameters, "pageSize", UserQuery.DefaultPageSize, errors));
        return errors.ToError();
    }

    private static string? Text(IQueryCollection parameters, string name) => parameters[name].LastOrDefault() is { Length: > 0 } text ? text : null;

    private static bool? Flag(IQueryCollection parameters, string name, FieldErrors errors)
    {
        if (Text(parameters, name) is not { } text)
            return null;
        if (bool.TryParse(text, out var flag))
            return flag;
        errors.Add(name, "true or false.");
        return null;
    }

    private static int Number(IQueryCollection parameters, string name, int otherwise, FieldErrors errors)
    {
        if (Text(parameters, name) is not { } text)
            return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        errors.Add(name, "A whole number.");
        return otherwise;
    }
}
