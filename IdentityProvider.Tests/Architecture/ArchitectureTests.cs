using System.Text.RegularExpressions;
using System.Xml.Linq;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Architecture;

/// <summary>What the code must look like, so that it stays readable: the folders, who may use whom, how long a file may be.</summary>
public sealed partial class ArchitectureTests
{
    private const int LongestFile = 400;
    private const int LongestProgram = 80;

    /// <summary>Milliseconds.</summary>
    private const int LongestMatch = 1000;
    private const string Protocol = "IdentityProvider.Protocol";
    private const string Product = "IdentityProvider";

    private static readonly string[] Slices =
    [
        "Discovery", "Jwks", "Authorization", "PushedAuthorization", "Token", "DeviceAuthorization", "UserInfo", "Introspection", "Revocation",
        "EndSession", "Registration",
    ];

    private static readonly string[] Capabilities =
        ["Clients", "Scopes", "Tokens", "Keys", "Jose", "Sessions", "Grants", "ProofOfPossession", "Http", "Errors", "Events", "Profiles"];

    private static readonly string[] BannedFolders = ["Helpers", "Helper", "Utils", "Utilities", "Common", "Misc", "Extensions", "Managers"];

    public static TheoryData<string> ProtocolFolders =>
        [.. Directory.EnumerateDirectories(SourceTree.ProtocolFolder).Select(folder => Path.GetFileName(folder)).Where(name => name is not ("bin" or "obj"))];

    [Theory]
    [MemberData(nameof(ProtocolFolders))]
    public void A_folder_of_the_engine_is_a_slice_or_a_capability(string folder) =>
        Assert.Contains(folder, Slices.Concat(Capabilities));

    [Fact]
    public void A_slice_does_not_use_another_slice()
    {
        // The one exception: a pushed request is validated as the authorization endpoint would.
        Assert.DoesNotContain(Uses(Slices, Slices), use => use is not { From: "PushedAuthorization", To: "Authorization" });
    }

    [Fact]
    public void A_capability_does_not_use_a_slice() => Assert.Empty(Uses(Capabilities, Slices));

    [Fact]
    public void The_engine_stands_on_the_framework_alone()
    {
        var project = XDocument.Parse(SourceTree.Read($"{Protocol}/{Protocol}.csproj"));
        Assert.Empty(project.Descendants("PackageReference").Concat(project.Descendants("ProjectReference")));
        var references = typeof(Protocol.ProtocolOptions).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!);
        Assert.All(references, name => Assert.Matches(@"^(System\.|Microsoft\.(AspNetCore|Extensions|Net)\.|netstandard|System$)", name));
    }

    [Fact]
    public void Only_endpoints_and_Http_see_the_HttpContext()
    {
        var others = Sources(Protocol)
            .Where(file => file.Split('/').Length > 2 && !file.StartsWith($"{Protocol}/Http/", StringComparison.Ordinal))
            .Where(file => !file.EndsWith("Endpoint.cs", StringComparison.Ordinal))
            .Where(file => Code(file).Contains("HttpContext", StringComparison.Ordinal));
        Assert.Empty(others);
    }

    [Fact]
    public void The_account_rules_know_no_HTTP()
    {
        var others = Sources($"{Product}/Accounts").Where(file => HttpTypes().IsMatch(Code(file)));
        Assert.Empty(others);
    }

    [Fact]
    public void The_engine_does_not_know_the_product()
    {
        var names = Directory.EnumerateDirectories(SourceTree.ProviderFolder).Select(folder => Path.GetFileName(folder));
        var forbidden = names.Except(Slices).Except(Capabilities).Select(name => $"using {Product}.{name}").ToList();
        Assert.DoesNotContain(Sources(Protocol), file => forbidden.Any(name => Code(file).Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void No_file_is_longer_than_anybody_reads()
    {
        var tooLong = SourceTree.Files("*.cs").Concat(SourceTree.Files("*.cshtml"))
            .Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(file => (File: file, Lines: SourceTree.Read(file).Count(character => character == '\n')))
            .Where(file => file.Lines > LongestFile);
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Program_is_a_table_of_contents() =>
        Assert.True(SourceTree.Read($"{Product}/Program.cs").Count(character => character == '\n') < LongestProgram, "Program.cs is too long");

    [Fact]
    public void No_folder_is_a_drawer_for_everything()
    {
        var folders = SourceTree.Files("*.cs").SelectMany(file => file.Split('/').SkipLast(1)).Distinct();
        Assert.Empty(folders.Intersect(BannedFolders));
    }

    [Fact]
    public void Time_and_randomness_come_from_one_place()
    {
        var others = Sources(Protocol).Concat(Sources(Product))
            .Where(file => file is not $"{Product}/Data/NewId.cs")
            .Where(file => Banned().IsMatch(Code(file)));
        Assert.Empty(others);
    }

    [Fact]
    public void Documents_name_only_files_that_exist()
    {
        var missing = from document in SourceTree.Files("*.md")
                      from Match name in FileName().Matches(SourceTree.Read(document))
                      let path = name.Groups["path"].Value
                      where !Exists(document, path)
                      select $"{document} names {path}";
        Assert.Empty(missing);
    }

    private static bool Exists(string document, string path) =>
        Path.Exists(Path.Combine(SourceTree.Root, path))
        || Path.Exists(Path.Combine(SourceTree.Root, Path.GetDirectoryName(document)!, path))
        || (!path.Contains('/') && SourceTree.Files(Path.GetFileName(path)).Any());

    private static IEnumerable<Use> Uses(IEnumerable<string> from, IReadOnlyCollection<string> to) =>
        from slice in @from
        where Directory.Exists(Path.Combine(SourceTree.ProtocolFolder, slice))
        from file in Sources($"{Protocol}/{slice}")
        from used in to
        where used != slice && UseOf(used).IsMatch(Code(file))
        select new Use(slice, used, file);

    private static Regex UseOf(string folder) => new(
        $@"\b(using {Protocol}\.{folder}(\.[A-Za-z.]+)?;|{folder}\.[A-Z][A-Za-z]+Endpoint\b)", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static IEnumerable<string> Sources(string folder) =>
        SourceTree.Files("*.cs").Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>A file without its comments.</summary>
    private static string Code(string file) => Comment().Replace(SourceTree.Read(file), "");

    [GeneratedRegex(@"//[^\n]*", RegexOptions.None, LongestMatch)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(HttpContext|HttpRequest|HttpResponse|IResult|ControllerBase|PageModel)\b", RegexOptions.None, LongestMatch)]
    private static partial Regex HttpTypes();

    [GeneratedRegex(
        @"\b(DateTime(Offset)?\.(Utc)?Now|Guid\.(NewGuid|CreateVersion7)|new Random\b|Random\.Shared|Thread\.Sleep)\b", RegexOptions.None, LongestMatch)]
    private static partial Regex Banned();

    [GeneratedRegex(@"`(?<path>(?:[\w.-]+/)*[\w-]+\.(?:cs|csproj|cshtml|md|json|props|sln|sh|yml|css|js|mjs))`", RegexOptions.None, LongestMatch)]
    private static partial Regex FileName();

    private sealed record Use(string From, string To, string File);
}
