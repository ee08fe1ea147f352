using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Cli;

/// <summary><c>clients add</c>: from a template and a few options, or from a file of metadata.</summary>
internal sealed class ClientsAddCommand
{
    private readonly Option<string> _template = new("--template") { Description = "web, spa, native, machine or first-party." };
    private readonly Option<string> _id = new("--id") { Description = "The client_id. Default: one is made." };
    private readonly Option<string> _name = new("--name") { Description = "What people see on the consent page." };
    private readonly Option<string[]> _redirectUris = new("--redirect-uri") { Description = "Where an authorization response may go; any number of them." };
    private readonly Option<string[]> _logoutUris = new("--post-logout-redirect-uri") { Description = "Where the browser may go after logout; any number of them." };
    private readonly Option<string[]> _scopes = new("--scope") { Description = "What it may ask for, instead of what the template has; any number of them." };
    private readonly Option<string> _file = new("--file") { Description = "A file with the client's metadata (RFC 7591) as one JSON object; - is the standard input." };

    public static Command Create(Func<string[], WebApplication> build)
    {
        var add = new ClientsAddCommand();
        var command = TrailingSettings.Of("add", "Register a client. Prints its client_id, and on a line of its own the secret, where it has one; no other command shows that.");
        foreach (var option in new Option[] { add._template, add._id, add._name, add._redirectUris, add._logoutUris, add._scopes, add._file })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(add._template) is null) == (result.GetValue(add._file) is null))
                result.AddError("Say one of --template and --file.");
            if (result.GetValue(add._file) is not null)
                foreach (var option in new Option[] { add._id, add._name, add._redirectUris, add._logoutUris, add._scopes }.Where(option => result.GetResult(option) is not null))
                    result.AddError($"{option.Name} can't stand beside --file: write it into the file.");
        });
        command.SetAction((result, cancellationToken) => CommandHost.ChangeAsync(result, build, services => add.RunAsync(result, services, cancellationToken), cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, IServiceProvider services, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        Client? client;
        if (result.GetValue(_file) is { } path)
        {
            if (Read(path, out var unreadable) is not { } metadata)
                return CommandLine.Refuse([unreadable]);
            client = RegistryForm.ReadClient(metadata, clientId: null, errors);
        }
        else
        {
            var templates = services.GetRequiredService<ClientTemplates>();
            if (templates.Find(result.GetValue(_template)!) is not { } template)
                return CommandLine.Refuse([$"There is no template \"{result.GetValue(_template)}\". One of: {string.Join(", ", templates.All.Select(known => known.Name))}."]);
            client = FillIn(template, result);
        }

        if (client is null || errors.ToError() is not null)
            return CommandHost.Refuse(errors.ToError()!);
        return ClientsCommand.Answer(
            await services.GetRequiredService<ClientAdministration>().CreateAsync(Actor.Operator, client, RequestSource.None, cancellationToken), done =>
            {
                Console.WriteLine(done.Entry.Name);
                if (done.Secret is { } secret)
                    Console.WriteLine(secret.Value);
            });
    }

    private Client FillIn(ClientTemplate template, ParseResult result) => template.Preset with
    {
        ClientId = result.GetValue(_id) ?? RegisteredNames.Create(),
        ClientName = result.GetValue(_name),
        RedirectUris = result.GetValue(_redirectUris) ?? [],
        PostLogoutRedirectUris = result.GetValue(_logoutUris) ?? [],
        Scope = result.GetValue(_scopes) is { Length: > 0 } scopes ? string.Join(' ', scopes) : template.Preset.Scope,
    };

    private static JsonObject? Read(string path, out string unreadable)
    {
        unreadable = "";
        try
        {
            var text = path == "-" ? Console.In.ReadToEnd() : File.ReadAllText(path);
            if (JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) is JsonObject metadata)
                return metadata;
            unreadable = $"{path}: must hold one JSON object, the client.";
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            unreadable = $"{path}: {exception.Message}";
        }

        return null;
    }
}
