using System.Globalization;
using System.Text.RegularExpressions;
using IdentityProvider.Benchmarks;
using IdentityProvider.Tests.Hosting;

// dotnet run --configuration Release --project IdentityProvider.Benchmarks -- [--users 100000] [--clients 1000] [--requests 100] [--only Sqlite|PostgreSql] [--paths REGEX]
// Prints what docs/performance.md shows. PostgreSQL is started from the machine's binaries, and ends with this process.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var size = new Size(Number("--users", 100_000), Number("--clients", 1_000));
var kinds = Enum.GetValues<DatabaseKind>().Where(kind => Text("--only") is not { } only || kind.ToString() == only);
foreach (var kind in kinds)
{
    using var database = await TestDatabase.CreateAsync(kind);
    Console.WriteLine($"\n{kind}: {size.Users:N0} users, {size.Clients:N0} clients\n");
    await Content.FillAsync(database, size);
    await ListTimes.PrintAsync(database, size, Number("--requests", 100), new Regex(Text("--paths") ?? "", RegexOptions.None, TimeSpan.FromSeconds(1)));
}

int Number(string name, int usual) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;

string? Text(string name) => Array.IndexOf(args, name) is var at and >= 0 ? args[at + 1] : null;
