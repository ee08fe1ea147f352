using System.Globalization;
using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Abuse;
using IdentityProvider.Administration;
using IdentityProvider.Administration.Audit;
using IdentityProvider.Administration.Registry;

namespace IdentityProvider.Api;

/// <summary>Reads what a list is to have. An empty parameter is as good as none.</summary>
internal static class ListParameters
{
    /// <summary>Which page is wanted. What is wrong with it; null: nothing.</summary>
    public static AccountError? ReadPage(IQueryCollection parameters, out PageRequest page)
    {
        var errors = new FieldErrors();
        page = Page(parameters, errors);
        return errors.ToError();
    }

    public static AccountError? ReadDecisions(IQueryCollection parameters, out DecisionQuery query, out PageRequest page)
    {
        query = new DecisionQuery(Text(parameters, "kind"));
        return ReadPage(parameters, out page);
    }

    public static AccountError? ReadMessages(IQueryCollection parameters, out MessageQuery query, out PageRequest page)
    {
        query = new MessageQuery(Text(parameters, "state"), Text(parameters, "to"));
        return ReadPage(parameters, out page);
    }

    public static AccountError? ReadRegistry(IQueryCollection parameters, out RegistryQuery query, out PageRequest page)
    {
        var errors = new FieldErrors();
        query = new RegistryQuery(Text(parameters, "search"), Flag(parameters, "enabled", errors), Text(parameters, "source"), Text(parameters, "kind"));
        page = Page(parameters, errors);
        return errors.ToError();
    }

    public static AccountError? ReadUsers(IQueryCollection parameters, out UserQuery query, out PageRequest page)
    {
        var errors = new FieldErrors();
        query = new UserQuery(Text(parameters, "search"), Text(parameters, "role"), Flag(parameters, "active", errors));
        page = Page(parameters, errors);
        return errors.ToError();
    }

    public static AccountError? ReadAudit(IQueryCollection parameters, out AuditQuery query, out PageRequest page)
    {
        var errors = new FieldErrors();
        query = AuditFilters.Read(name => Text(parameters, name), errors);
        page = Page(parameters, errors);
        return errors.ToError();
    }

    public static AccountError? ReadAuditExport(IQueryCollection parameters, out AuditQuery query, out AuditFormat? format)
    {
        var errors = new FieldErrors();
        query = AuditFilters.Read(name => Text(parameters, name), errors);
        format = AuditFilters.ReadFormat(Text(parameters, "format"), errors);
        return errors.ToError();
    }

    private static PageRequest Page(IQueryCollection parameters, FieldErrors errors) =>
        new(Number(parameters, "page", 1, errors), Number(parameters, "pageSize", PageRequest.Usual, errors));

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
