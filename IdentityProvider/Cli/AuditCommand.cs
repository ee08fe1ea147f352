using System.CommandLine;
using System.Globalization;
using IdentityProvider.Accounts;
using IdentityProvider.Administration.Audit;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Cli;

/// <summary>
/// <c>audit</c>: the audit log from the command line. Exit codes: 0 done, and the chain is whole; 1 the command line or the configuration is
/// wrong; 2 the chain is broken, and the standard error says where.
/// </summary>
internal static class AuditCommand
{
    public static Command Create(Func<string[], WebApplication> build) =>
        new("audit", "The audit log: take it along, check that nobody has changed it. Exit codes: 0 done and whole, 1 wrong command line or configuration, 2 broken.")
        {
            CreateExport(build),
            CreateVerify(build),
        };

    private static Command CreateExport(Func<string[], WebApplication> build)
    {
        var format = new Option<string>("--format") { Description = "csv or jsonl. Default: csv.", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong([.. AuditFormat.All.Select(known => known.Name)]);
        var from = MomentOption("--from", "From then on: 2026-01-31, or with a time and its zone.");
        var to = MomentOption("--to", "Before then.");
        var name = new Option<string>("--event") { Description = "What happened, for example roles_changed." };
        var actor = new Option<string>("--actor") { Description = "Who did it: an id, or operator." };
        var target = new Option<string>("--target") { Description = "The id of what it was done to." };
        var command = TrailingSettings.Of("export", "Write the events to the standard output, in the order of the chain.");
        foreach (var option in new Option[] { format, from, to, name, actor, target })
            command.Add(option);
        command.SetAction((result, cancellationToken) => CommandHost.ReadAsync(result, build, async services =>
        {
            var query = new AuditQuery(
                Event: result.GetValue(name), Actor: result.GetValue(actor), Target: result.GetValue(target), From: result.GetValue(from), To: result.GetValue(to));
            var wanted = AuditFormat.Find(result.GetValue(format))!;
            switch (await services.GetRequiredService<AuditLog>().ExportAsync(Actor.Operator, query, wanted, RequestSource.None, cancellationToken))
            {
                case Reading<IAsyncEnumerable<AuditLogEntry>>.Found found:
                    await using (var output = Console.OpenStandardOutput())
                        await wanted.WriteAsync(found.What, output, cancellationToken);
                    return ExitCodes.Done;
                case Reading<IAsyncEnumerable<AuditLogEntry>>.Refused { Error: var error }:
                    return CommandHost.Refuse(error);
                default:
                    throw new InvalidOperationException("There is no other outcome.");
            }
        }, cancellationToken));
        return command;
    }

    private static Command CreateVerify(Func<string[], WebApplication> build)
    {
        var expect = new Option<string>("--expect") { Description = "A head that was noted earlier, sequence:hash: finds a chain that was written anew, or cut off." };
        var command = TrailingSettings.Of("verify", "Check every event; prints which there are and the head, which is worth noting elsewhere.");
        command.Add(expect);
        command.SetAction(async (result, cancellationToken) =>
        {
            var noted = result.GetValue(expect) is { } text ? AuditHead.Read(text) : null;
            if (noted is null && result.GetValue(expect) is { } unreadable)
                return CommandLine.Refuse([$"\"{unreadable}\" is no head: it is written sequence:hash, the hash in 64 hexadecimal digits."]);
            return await CommandHost.ReadAsync(result, build, async services =>
            {
                switch (await services.GetRequiredService<AuditVerification>().VerifyAsync(noted, cancellationToken))
                {
                    case AuditVerdict.Intact intact:
                        Console.WriteLine(intact.Count == 0
                            ? $"no events, head {intact.Head}"
                            : string.Create(CultureInfo.InvariantCulture, $"events {intact.First} to {intact.Head.Sequence}, head {intact.Head}"));
                        return ExitCodes.Done;
                    case AuditVerdict.Broken broken:
                        await Console.Error.WriteLineAsync(broken.Reason);
                        return ExitCodes.Refused;
                    default:
                        throw new InvalidOperationException("There is no other outcome.");
                }
            }, cancellationToken);
        });
        return command;
    }

    private static Option<DateTimeOffset?> MomentOption(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (AuditMoment.Read(result.Tokens[0].Value) is { } moment)
                return moment;
            result.AddError($"{name} is no date: {result.Tokens[0].Value}.");
            return null;
        },
    };
}
