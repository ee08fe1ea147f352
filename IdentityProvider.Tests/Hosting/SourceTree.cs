using System.Runtime.CompilerServices;

namespace IdentityProvider.Tests.Hosting;

/// <summary>Where the sources are that this assembly was built from.</summary>
public static class SourceTree
{
    /// <summary>The folder that holds <c>IdentityProvider.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    public static string TestFolder { get; } = Path.Combine(Root, "IdentityProvider.Tests");

    public static string ProviderFolder { get; } = Path.Combine(Root, "IdentityProvider");

    public static string ProtocolFolder { get; } = Path.Combine(Root, "IdentityProvider.Protocol");

    public static string NodeFolder { get; } = Path.Combine(TestFolder, "Node");

    /// <summary>Files git would know, by their path from the root with forward slashes; build output and packages left out.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or ".git" or "App_Data" or "TestResults"));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        for (var folder = Path.GetDirectoryName(thisFile); folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "IdentityProvider.sln")))
                return folder;
        throw new InvalidOperationException($"IdentityProvider.sln is in no folder above {thisFile}.");
    }
}
