using System.CommandLine;
using IdentityProvider.Health;

namespace IdentityProvider.Cli;

/// <summary><c>health</c>: asks a server on this machine whether it is ready; for the health check of a container, which has no other program for that.</summary>
internal static class HealthCommand
{
    // Longer than the checks behind it have.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly string[] EveryAddress = ["+", "*", "0.0.0.0", "[::]"];

    public static Command Create()
    {
        var url = new Option<string>("--url") { Description = $"Which address to ask. Default: {HealthEndpoints.ReadyPath} where the server listens by ASPNETCORE_URLS or ASPNETCORE_HTTP_PORTS." };
        var command = new Command("health", "Ask the running server whether it is ready. Exit codes: 0 ready, 1 not ready or no answer.") { url };
        command.SetAction((result, cancellationToken) =>
            Uri.TryCreate(result.GetValue(url) ?? Default(), UriKind.Absolute, out var address)
                ? AskAsync(address, cancellationToken)
                : Task.FromResult(CommandLine.Refuse([$"\"{result.GetValue(url)}\" is not an address."])));
        return command;
    }

    private static async Task<int> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(address, cancellationToken);
            Console.WriteLine(await answer.Content.ReadAsStringAsync(cancellationToken));
            return answer.StatusCode == System.Net.HttpStatusCode.OK ? ExitCodes.Done : ExitCodes.Unhealthy;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {exception.Message}");
            return ExitCodes.Unhealthy;
        }
    }

    private static string Default()
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").Build();
        var listening = settings["URLS"]?.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            ?? $"http://localhost:{settings["HTTP_PORTS"]?.Split(';')[0] ?? "5000"}";
        var address = BindingAddress.Parse(listening);
        var host = EveryAddress.Contains(address.Host, StringComparer.Ordinal) ? "localhost" : address.Host;
        return $"http://{host}:{address.Port}{HealthEndpoints.ReadyPath}";
    }
}
