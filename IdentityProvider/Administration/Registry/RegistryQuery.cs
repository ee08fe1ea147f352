using IdentityProvider.Data.Clients;

namespace IdentityProvider.Administration.Registry;

/// <summary>Which entries are wanted. What is null does not matter.</summary>
/// <param name="Search">A part of the name, of what people call it, or of an address that it has.</param>
/// <param name="Enabled">Whether a client is enabled.</param>
/// <param name="Source">Where it comes from: one of <see cref="EntrySources"/>.</param>
/// <param name="Kind">What kind of client it is: one of <see cref="ClientKinds"/>.</param>
public sealed record RegistryQuery(string? Search = null, bool? Enabled = null, string? Source = null, string? Kind = null);

/// <summary>Where entries come from, in the words of the API.</summary>
public static class EntrySources
{
    public const string BuiltIn = "built_in";
    public const string File = "file";
    public const string Database = "database";

    public static IReadOnlyList<string> All { get; } = [BuiltIn, File, Database];

    public static string Of(EntrySource source) => source switch
    {
        EntrySource.BuiltIn => BuiltIn,
        EntrySource.File => File,
        _ => Database,
    };
}
