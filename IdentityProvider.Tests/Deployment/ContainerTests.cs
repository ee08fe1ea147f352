using System.Text.RegularExpressions;
using System.Xml.Linq;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Deployment;

/// <summary>
/// The container files, as far as they can be judged without an engine: what they name exists, and they give away no right. The
/// provider's settings in them are those it starts with.
/// </summary>
public sealed partial class ContainerTests
{
    private static readonly string[] Services = ["identityprovider", "postgres", "nginx"];

    private readonly List<(string Word, string Text)> _instructions = [.. Instructions()];

    [Fact]
    public void What_it_copies_exists_and_is_all_that_the_build_needs()
    {
        var copied = _instructions.Where(instruction => instruction.Word == "COPY" && !instruction.Text.StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(instruction => instruction.Text.Split(' ').SkipLast(1)).ToList();
        Assert.All(copied, path => Assert.True(Path.Exists(Path.Combine(SourceTree.Root, path)), $"{path} is not there"));
        var ignored = File.ReadAllLines(Path.Combine(SourceTree.Root, ".dockerignore"));
        Assert.DoesNotContain(copied, path => ignored.Contains(path.TrimEnd('/')));

        var projects = ProjectsOf("IdentityProvider/IdentityProvider.csproj").ToList();
        Assert.All(projects, project => Assert.Contains(project, copied));
        Assert.All(projects, project => Assert.Contains(Path.GetDirectoryName(project) + "/", copied));
        Assert.All(Directory.EnumerateFiles(SourceTree.Root, "Directory.*").Append("global.json").Append("BannedSymbols.txt"), file => Assert.Contains(Path.GetFileName(file), copied));
    }

    [Fact]
    public void The_last_stage_has_only_what_runs_and_no_rights()
    {
        var last = _instructions[_instructions.FindLastIndex(instruction => instruction.Word == "FROM")..];
        var framework = XDocument.Parse(SourceTree.Read("Directory.Build.props")).Descendants("TargetFramework").Single().Value[3..];
        // It needs the tables of languages that the plain chiseled image lacks.
        Assert.Equal($"mcr.microsoft.com/dotnet/aspnet:{framework}-noble-chiseled-extra", last[0].Text);
        Assert.DoesNotContain(last, instruction => instruction.Word is "RUN" or "ADD");
        Assert.All(last.Where(instruction => instruction.Word == "COPY"), instruction => Assert.StartsWith("--from=build ", instruction.Text, StringComparison.Ordinal));
        Assert.Matches("^[1-9][0-9]*$", Assert.Single(last, instruction => instruction.Word == "USER").Text);
        Assert.Matches("""CMD \["dotnet", "/app/IdentityProvider.dll", "health"\]$""", Assert.Single(last, instruction => instruction.Word == "HEALTHCHECK").Text);
        Assert.Equal("""["dotnet", "/app/IdentityProvider.dll"]""", Assert.Single(last, instruction => instruction.Word == "ENTRYPOINT").Text);
        Assert.DoesNotContain("password", string.Concat(_instructions.Select(instruction => instruction.Text)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_service_of_compose_is_locked_down()
    {
        var services = ServicesOfCompose();
        Assert.Equal(Services, services.Keys);
        Assert.All(services.Values, service =>
        {
            Assert.Contains("    read_only: true\n", service, StringComparison.Ordinal);
            Assert.Contains("    cap_drop: [ALL]\n", service, StringComparison.Ordinal);
            Assert.Contains("    security_opt: [\"no-new-privileges:true\"]\n", service, StringComparison.Ordinal);
            Assert.DoesNotContain("privileged: true", service, StringComparison.Ordinal);
        });
        Assert.DoesNotContain("ports:", services["postgres"] + services["identityprovider"], StringComparison.Ordinal);
    }

    [Fact]
    public void What_compose_mounts_exists_or_is_made_by_whoever_deploys()
    {
        var folder = DeploymentFiles.PathOf("compose");
        var mounted = LocalPath().Matches(File.ReadAllText(Path.Combine(folder, "compose.yaml"))).Select(match => match.Groups["path"].Value).Distinct().ToList();
        Assert.Contains("../nginx/identityprovider.conf", mounted);
        Assert.All(mounted, path => Assert.True(
            path.StartsWith("./secrets/", StringComparison.Ordinal) || path == "./tls" || Path.Exists(Path.Combine(folder, path)), $"{path} is not there"));
    }

    [Fact]
    public async Task The_provider_starts_with_the_settings_of_compose()
    {
        using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var provider = DeployedProvider.Start(DeploymentFiles.EnvironmentOfCompose(), database);
        using var http = new HttpClient { BaseAddress = await provider.ListeningAsync() };
        Assert.StartsWith("{\"status\":\"healthy\"", await http.GetStringAsync(IdentityProvider.Health.HealthEndpoints.ReadyPath), StringComparison.Ordinal);
        // With the certificate of the example nothing is left to warn of.
        Assert.DoesNotContain("warn:", provider.Output, StringComparison.Ordinal);
    }

    /// <summary>The instructions, those of several lines as one.</summary>
    private static IEnumerable<(string Word, string Text)> Instructions() =>
        File.ReadAllText(DeploymentFiles.PathOf("Containerfile")).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2))
            .Select(parts => (parts[0], parts[1].Trim()));

    /// <summary>A project and those it refers to, by their paths from the root.</summary>
    private static IEnumerable<string> ProjectsOf(string project) => XDocument.Parse(SourceTree.Read(project)).Descendants("ProjectReference")
        .Select(reference => Path.GetRelativePath(SourceTree.Root, Path.GetFullPath(Path.Combine(SourceTree.Root, Path.GetDirectoryName(project)!, reference.Attribute("Include")!.Value.Replace('\\', '/')))))
        .SelectMany(ProjectsOf).Prepend(project);

    private static Dictionary<string, string> ServicesOfCompose()
    {
        var lines = File.ReadLines(DeploymentFiles.PathOf("compose/compose.yaml")).SkipWhile(line => line != "services:").Skip(1)
            .TakeWhile(line => line.Length == 0 || line[0] == ' ');
        var services = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
            if (ServiceName().Match(line) is { Success: true } name)
                services.Add(name.Groups["name"].Value, "");
            else
                services[services.Keys.Last()] += line + "\n";
        return services;
    }

    [GeneratedRegex(@"^  (?<name>\w+):$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ServiceName();

    [GeneratedRegex(@"(?:file: |- )(?<path>\.{1,2}/[\w./-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LocalPath();
}
