using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Hosting;

/// <summary>How a provider under test is configured: Development, SQLite and the clients of <see cref="TestClients"/>, unless a test says otherwise.</summary>
public sealed class ProviderSettings
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Clients:Demo"] = "false",
        ["Accounts:Password:Iterations"] = "1000",
        ["Accounts:Phone:AllowedCountries"] = "*",
        // Tests register people faster than anybody should, all from one address.
        ["Accounts:Abuse:CodesPerAddressPerHour"] = "0",
        ["Accounts:Abuse:CountriesPerAddressPerDay"] = "0",
        ["Accounts:Abuse:CodesPerDialCodePerDay"] = "0",
        ["Accounts:Abuse:UnverifiedBudget"] = "false",
    };

    public IReadOnlyDictionary<string, string?> Values => _values;

    public DatabaseKind Database { get; private set; } = DatabaseKind.Sqlite;

    public string Environment { get; private set; } = "Development";

    /// <summary>Whether the log is as the provider's own configuration has it; else warnings and errors alone are kept.</summary>
    public bool HasOwnLogLevels { get; private set; }

    /// <summary>Whether each answer of the API is held against its document, which takes time.</summary>
    public bool IsRecorded { get; private set; } = true;

    /// <summary>The content of the clients file.</summary>
    public JsonObject Clients { get; private set; } = TestClients.File();

    /// <summary>What a test puts in place of the outside world.</summary>
    public Action<IServiceCollection> Services { get; private set; } = _ => { };

    public ProviderSettings On(DatabaseKind database)
    {
        Database = database;
        return this;
    }

    public ProviderSettings With(string key, string? value)
    {
        _values[key] = value;
        return this;
    }

    /// <summary>What the provider has by itself.</summary>
    public ProviderSettings WithDefault(string key)
    {
        _values.Remove(key);
        return this;
    }

    public ProviderSettings WithClients(JsonObject file)
    {
        Clients = file;
        return this;
    }

    /// <summary>The demo clients that a newcomer gets, too.</summary>
    public ProviderSettings WithDemoClients() => With("Clients:Demo", "true");

    public ProviderSettings Unrecorded()
    {
        IsRecorded = false;
        return this;
    }

    public ProviderSettings InEnvironment(string name)
    {
        Environment = name;
        return this;
    }

    public ProviderSettings WithServices(Action<IServiceCollection> add)
    {
        Services += add;
        return this;
    }

    /// <summary>One-time codes without waiting between them, and many a day.</summary>
    public ProviderSettings WithManyCodes() =>
        With("Accounts:Otp:MaxCodesPerDay", "0").With("Accounts:Otp:MaxWrongPerDay", "0").With("Accounts:Otp:ResendDelay", "00:00:00");

    /// <summary>Every log at Trace, as an operator would turn it on.</summary>
    public ProviderSettings WithAllLogs()
    {
        HasOwnLogLevels = true;
        return With("Logging:LogLevel:Default", "Trace")
            .With("Logging:LogLevel:Microsoft.AspNetCore", "Trace")
            .With("Logging:LogLevel:Microsoft.AspNetCore.DataProtection", "Trace")
            .With("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Trace");
    }
}
