using Microsoft.Extensions.Options;

namespace IdentityProvider.Data.Clients;

/// <summary>The section <c>Clients</c>: where clients and APIs come from beside the database.</summary>
public sealed class ClientsOptions
{
    /// <summary>JSON files of clients, scopes and APIs; a relative path starts at the content root.</summary>
    public List<string> Files { get; set; } = [];

    /// <summary>Whether the demo set is there too. Default: true in Development; elsewhere it never is.</summary>
    public bool Demo { get; set; } = true;
}

/// <summary>Reads the files and judges them: a start with a wrong one is refused, with everything that is wrong in any of them.</summary>
internal sealed class ClientsOptionsValidator(IHostEnvironment environment) : IValidateOptions<ClientsOptions>
{
    public ValidateOptionsResult Validate(string? name, ClientsOptions options)
    {
        var errors = new CatalogBuilder(anyHttp: environment.IsDevelopment()).AddFiles(ClientFileReader.ReadAll(options, environment), demo: null).Errors;
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
