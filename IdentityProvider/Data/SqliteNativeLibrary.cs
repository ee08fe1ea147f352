using System.Runtime.Loader;

namespace IdentityProvider.Data;

/// <summary>
/// Lets Microsoft.Data.Sqlite 10 run on SQLitePCLRaw 2.0.6. It was compiled against SQLitePCLRaw.core 2.1, which the
/// package source this project is built from does not hold; the runtime refuses an older assembly than the one asked
/// for unless somebody answers for it. The few entry points that are used are the same in both.
/// Delete this file, and name Microsoft.EntityFrameworkCore.Sqlite instead of Sqlite.Core and the two SQLitePCLRaw
/// packages, as soon as SQLitePCLRaw.bundle_e_sqlite3 2.1.11 or later restores.
/// </summary>
public static class SqliteNativeLibrary
{
    private static readonly Lazy<bool> Loading = new(LoadOnce);

    /// <summary>Must come before the first use of SQLite in the process; calling it again does nothing.</summary>
    public static void Load() => _ = Loading.Value;

    private static bool LoadOnce()
    {
        AssemblyLoadContext.Default.Resolving += static (context, name) =>
            name.Name == "SQLitePCLRaw.core"
                ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "SQLitePCLRaw.core.dll"))
                : null;
        Initialize();
        return true;
    }

    // A method of its own: its body is compiled, and so its assembly loaded, only after the handler above is in place.
    private static void Initialize() => SQLitePCL.Batteries_V2.Init();
}
