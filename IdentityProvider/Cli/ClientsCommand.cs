using System.CommandLine;
using System.Text.Json;
using IdentityProvider.Accounts;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Cli;

/// <summary>
/// <c>clients</c>: registered clients from the command line. A running server on the same database knows within a second. Exit codes: 0 done; 1 the
/// command line or the configuration is wrong; 2 the rules refuse it, and the standard error says why.
/// </summary>
internal static class ClientsCommand
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.General) { WriteIndented = true };

    public static Command Create(Func<string[], WebApplication> build) =>
        new("clients", "Registered clients; a running server knows of a change within a second. Exit codes: 0 done, 1 wrong command line or configuration, 2 refused.")
        {
            ClientsAddCommand.Create(build),
            CreateList(build),
            CreateShow(build),
            CreateRotate(build),
            CreateDelete(build),
        };

    private static Command CreateList(Func<string[], WebApplication> build)
    {
        var search = new Option<string>("--search") { Description = "A part of the identifier, the name or a redirect URI." };
        var command = TrailingSettings.Of("list", "One client a line, by identifier: identifier, enabled or disabled, file or database, grants, name; separated by tabs.");
        command.Add(search);
        command.SetAction((result, cancellationToken) => CommandHost.ReadAsync(result, build, services =>
        {
            var (clients, query) = (services.GetRequiredService<ClientAdministration>(), new RegistryQuery(result.GetValue(search)));
            return CommandHost.WriteAsync(page => Task.FromResult(clients.List(Actor.Operator, query, page)), LineOf);
        }, cancellationToken));
        return command;
    }

    private static Command CreateShow(Func<string[], WebApplication> build) =>
        CreateFor("show", "Print a client's metadata as JSON; a secret is never among it.", CommandHost.ReadAsync, build, async (clients, clientId, _, cancellationToken) =>
            await clients.GetAsync(Actor.Operator, clientId, cancellationToken), done => Console.WriteLine(RegistryContent.ToJson(done.Entry.Value).ToJsonString(Indented)));

    private static Command CreateRotate(Func<string[], WebApplication> build)
    {
        var overlap = new Option<TimeSpan?>("--keep-old") { Description = "How long the old secret stays valid, as [d.]hh:mm:ss; 0: it ends at once. Default: 1.00:00:00." };
        var command = CreateFor("rotate-secret", "Make a new secret and print it; no other command shows it.", CommandHost.ChangeAsync, build, (clients, clientId, result, cancellationToken) =>
            clients.RotateSecretAsync(Actor.Operator, clientId, result.GetValue(overlap) ?? SecretOverlap.Usual, RequestSource.None, cancellationToken),
            done => Console.WriteLine(done.Secret!.Value));
        command.Add(overlap);
        command.Validators.Add(result =>
        {
            if (result.GetValue(overlap) is { } time && (time < TimeSpan.Zero || time > SecretOverlap.Longest))
                result.AddError($"--keep-old must be from 0 to {SecretOverlap.Longest.TotalDays} days.");
        });
        return command;
    }

    private static Command CreateDelete(Func<string[], WebApplication> build) =>
        CreateFor("delete", "Delete a client and what it was issued.", CommandHost.ChangeAsync, build, (clients, clientId, _, cancellationToken) =>
            clients.DeleteAsync(Actor.Operator, clientId, version: null, RequestSource.None, cancellationToken), _ => { });

    private static Command CreateFor(
        string name, string description, CommandRun host, Func<string[], WebApplication> build,
        Func<ClientAdministration, string, ParseResult, CancellationToken, Task<RegistryOutcome<Client>>> run, Action<RegistryOutcome<Client>.Done> print)
    {
        var client = new Argument<string>("client") { Description = "Its identifier (client_id)." };
        var command = TrailingSettings.Of(name, description);
        command.Add(client);
        command.SetAction((result, cancellationToken) => host(result, build, async services => Answer(
            await run(services.GetRequiredService<ClientAdministration>(), result.GetValue(client)!, result, cancellationToken), print), cancellationToken));
        return command;
    }

    internal static int Answer(RegistryOutcome<Client> outcome, Action<RegistryOutcome<Client>.Done> print)
    {
        if (outcome is RegistryOutcome<Client>.Refused refused)
            return CommandHost.Refuse(refused.Error);
        if (outcome is RegistryOutcome<Client>.Done done)
            print(done);
        return ExitCodes.Done;
    }

    private static string LineOf(CatalogEntry<Client> entry) => string.Join(
        '\t', entry.Name, entry.Value.Enabled ? "enabled" : "disabled", EntrySources.Of(entry.Source), string.Join(',', entry.Value.GrantTypes), entry.Value.ClientName);
}
