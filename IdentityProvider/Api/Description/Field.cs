using IdentityProvider.Accounts;
using Microsoft.OpenApi;

namespace IdentityProvider.Api.Description;

/// <summary>A member of a request's body, or a parameter: what may stand in it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Describe">Writes what may stand in it, under this policy.</param>
internal sealed record Field(string Name, Action<OpenApiSchema, AccountPolicy> Describe)
{
    public JsonSchemaType Type { get; init; } = JsonSchemaType.String;

    /// <summary>Under which policy it must be there; null: under none.</summary>
    public Func<AccountPolicy, bool>? NeededWhen { get; init; }

    /// <summary>Under which policy it is looked at; null: under any.</summary>
    public Func<AccountPolicy, bool>? TakenWhen { get; init; }

    public Field Needed => this with { NeededWhen = _ => true };

    public Field NeededIf(Func<AccountPolicy, bool> condition) => this with { NeededWhen = condition };

    public Field TakenIf(Func<AccountPolicy, bool> condition) => this with { TakenWhen = condition };

    public bool IsNeeded(AccountPolicy policy) => NeededWhen is not null && NeededWhen(policy);

    public bool IsTaken(AccountPolicy policy) => TakenWhen is null || TakenWhen(policy);

    /// <summary>The schema. In a body, null is as good as leaving out what need not be there.</summary>
    public OpenApiSchema SchemaOf(AccountPolicy policy, bool isQuery)
    {
        var schema = new OpenApiSchema();
        Describe(schema, policy);
        schema.Type = isQuery || IsNeeded(policy) || schema.Enum is { Count: > 0 } ? Type : Type | JsonSchemaType.Null;
        return schema;
    }
}
