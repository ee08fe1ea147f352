using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using IdentityProvider.Data.Stores;
using IdentityProvider.Protocol.Keys;
using IdentityProvider.Tests.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Data;

public abstract class KeyStoreTests(DatabaseKind kind) : StorageTests(kind)
{
    private static readonly CancellationToken Token = CancellationToken.None;

    private ISigningKeyStore Store => Storage.Get<ISigningKeyStore>();

    [ToolFact]
    public async Task A_key_is_loaded_as_it_was_added()
    {
        var key = Key("first", 1);
        Assert.True(await Store.TryAddAsync(key, Token));

        var loaded = Assert.Single(await Store.LoadAsync(Token));
        Assert.Equal(key.ProtectedKey, loaded.ProtectedKey);
        Assert.Equal(key, loaded with { ProtectedKey = key.ProtectedKey });
    }

    [ToolFact]
    public async Task Of_nodes_that_add_a_generation_at_once_one_wins()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => Store.TryAddAsync(Key($"key-{number}", 1), Token))));
        Assert.Single(added, one => one);
        Assert.True(await Store.TryAddAsync(Key("next", 2), Token));
        Assert.Equal(2, (await Store.LoadAsync(Token)).Count);
    }

    [ToolFact]
    public async Task A_removed_key_is_gone()
    {
        await Store.TryAddAsync(Key("first", 1), Token);
        await Store.RemoveAsync("first", Token);
        Assert.Empty(await Store.LoadAsync(Token));
    }

    [ToolFact]
    public void A_data_protection_key_comes_back_as_it_was_stored()
    {
        var repository = Storage.Get<DataProtectionKeyRepository>();
        var element = XElement.Parse("<key id=\"1\"><secret>  kept  </secret></key>", LoadOptions.PreserveWhitespace);
        repository.StoreElement(element, "key-1");
        Assert.Equal(element.ToString(), Assert.Single(repository.GetAllElements()).ToString());
    }

    [ToolFact]
    public void What_one_node_protects_another_unprotects()
    {
        var protectedText = Storage.Get<IDataProtectionProvider>().CreateProtector("test").Protect("text");
        using var other = Storage.OtherNode();
        Assert.Equal("text", other.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(protectedText));
    }

    [ToolFact]
    public void With_a_certificate_the_database_alone_opens_nothing()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("keys.pfx");
        File.WriteAllBytes(path, NewCertificate("certificate password"));
        (string, string)[] settings = [("DataProtection:CertificatePath", path), ("DataProtection:CertificatePassword", "certificate password")];

        using var node = Storage.OtherNode(settings);
        var protectedText = node.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("text");
        Assert.Contains("EncryptedData", Assert.Single(Storage.Get<DataProtectionKeyRepository>().GetAllElements()).ToString(), StringComparison.Ordinal);

        using var sameCertificate = Storage.OtherNode(settings);
        Assert.Equal("text", sameCertificate.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(protectedText));
        using var without = Storage.OtherNode();
        Assert.Throws<CryptographicException>(() => without.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(protectedText));
    }

    [ToolFact]
    public void What_an_old_certificate_protected_is_read_beside_the_new_one_and_not_without_it()
    {
        using var folder = new TemporaryFolder();
        var (oldPath, newPath) = (folder.PathOf("old.pfx"), folder.PathOf("new.pfx"));
        File.WriteAllBytes(oldPath, NewCertificate("old password"));
        File.WriteAllBytes(newPath, NewCertificate("new password"));
        using var before = Storage.OtherNode(("DataProtection:CertificatePath", oldPath), ("DataProtection:CertificatePassword", "old password"));
        var protectedText = Protector(before).Protect("text");

        (string, string)[] exchanged = [("DataProtection:CertificatePath", newPath), ("DataProtection:CertificatePassword", "new password")];
        using var after = Storage.OtherNode([.. exchanged, ("DataProtection:OldCertificates:0:Path", oldPath), ("DataProtection:OldCertificates:0:Password", "old password")]);
        Assert.Equal("text", Protector(after).Unprotect(protectedText));
        // The key that comes next is the new certificate's.
        after.GetRequiredService<IKeyManager>().CreateNewKey(Storage.Clock.GetUtcNow(), Storage.Clock.GetUtcNow().AddDays(90));
        using var withoutOld = Storage.OtherNode(exchanged);
        Assert.Throws<CryptographicException>(() => Protector(withoutOld).Unprotect(protectedText));
        using var still = Storage.OtherNode([.. exchanged, ("DataProtection:OldCertificates:0:Path", oldPath), ("DataProtection:OldCertificates:0:Password", "old password")]);
        Assert.Equal("text", Protector(still).Unprotect(Protector(withoutOld).Protect("text")));
    }

    private static IDataProtector Protector(IServiceProvider node) => node.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static byte[] NewCertificate(string password)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return certificate.Export(X509ContentType.Pfx, password);
    }

    private static StoredKey Key(string id, int generation)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_123);
        return new StoredKey(id, "ES256", generation, now, now.AddHours(1), [1, 2, 3]);
    }
}

[Trait("Database", "Sqlite")]
public sealed class KeyStoreOnSqliteTests() : KeyStoreTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class KeyStoreOnPostgreSqlTests() : KeyStoreTests(DatabaseKind.PostgreSql);
