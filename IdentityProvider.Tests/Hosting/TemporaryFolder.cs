namespace IdentityProvider.Tests.Hosting;

/// <summary>A folder of a test's own, removed at its end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("identityprovider-test-").FullName;

    public string PathOf(string fileName) => Path.Combine(FullName, fileName);

    /// <summary>Writes a file; returns its path.</summary>
    public string Write(string fileName, string content)
    {
        File.WriteAllText(PathOf(fileName), content);
        return PathOf(fileName);
    }

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
