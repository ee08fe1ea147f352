using IdentityProvider.Data.Model;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Keys;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Data;

/// <summary>The database: one model for SQLite and PostgreSQL.</summary>
public sealed class ProviderDbContext(DbContextOptions<ProviderDbContext> options) : IdentityDbContext<User, Role, Guid>(options)
{
    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<PersistedGrant> Grants => Set<PersistedGrant>();

    public DbSet<StoredKey> SigningKeys => Set<StoredKey>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public DbSet<OneTimeCode> OneTimeCodes => Set<OneTimeCode>();

    public DbSet<OneTimeCodeLimit> OneTimeCodeLimits => Set<OneTimeCodeLimit>();

    public DbSet<Message> Messages => Set<Message>();

    public DbSet<LoginFailure> LoginFailures => Set<LoginFailure>();

    public DbSet<CodeCount> CodeCounts => Set<CodeCount>();

    public DbSet<AbuseDecision> AbuseDecisions => Set<AbuseDecision>();

    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();

    public DbSet<AuditChain> AuditChain => Set<AuditChain>();

    public DbSet<SignInAttempt> SignInAttempts => Set<SignInAttempt>();

    public DbSet<RegistryEntry> RegistryEntries => Set<RegistryEntry>();

    public DbSet<RegistrySecret> RegistrySecrets => Set<RegistrySecret>();

    public DbSet<RegistryState> RegistryState => Set<RegistryState>();

    private readonly List<Action> _afterCommit = [];

    /// <summary>Fixed here rather than taken from the options of Identity: a setting must not change the model under the migrations.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version2;

    /// <summary>Runs this once the transaction under way is committed; at once where there is none.</summary>
    internal void AfterCommit(Action action)
    {
        if (Database.CurrentTransaction is null)
            action();
        else
            _afterCommit.Add(action);
    }

    /// <summary>The transaction has ended: what waits for it runs, or is forgotten.</summary>
    internal void TransactionEnded(bool committed)
    {
        var waiting = _afterCommit.ToList();
        _afterCommit.Clear();
        if (committed)
            waiting.ForEach(action => action());
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite has no type for instants that compares and sorts, so both databases get the same number.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcMillisecondsConverter>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ProviderDbContext).Assembly);
    }
}
