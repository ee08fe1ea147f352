using System.Security.Cryptography;
using IdentityProvider.Protocol;
using IdentityProvider.Protocol.Jose;
using IdentityProvider.Protocol.Keys;
using IdentityProvider.Tests.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Tests.Engine;

/// <summary>Keys announce themselves, sign, retire, and are never replaced because they can't be read.</summary>
[Trait("Conformance", "J-71")]
public sealed class KeyRotationTests
{
    private readonly ProtocolOptions _options = new();
    private readonly TestClock _clock = new();
    private readonly InMemorySigningKeyStore _store = new();
    private readonly EphemeralDataProtectionProvider _protection = new();

    [Fact]
    public async Task The_first_keys_sign_at_once()
    {
        var node = await NodeAsync();
        Assert.Equal([SigningAlgorithms.ES256, SigningAlgorithms.RS256], node.Ring.Keys.Signing.Select(key => key.Algorithm).Order());
        Assert.Equal(node.Ring.Keys.Signing.Single(key => key.Algorithm == SigningAlgorithms.ES256), node.Ring.ActiveSigningKey(SigningAlgorithms.ES256));
        Assert.Single(node.Ring.Keys.Mac);
    }

    [Fact]
    public async Task A_key_is_published_before_it_signs_and_after_it_has_signed()
    {
        var node = await NodeAsync();
        var first = node.Ring.ActiveSigningKey(SigningAlgorithms.ES256);

        _clock.Advance(_options.KeyLifetime - _options.KeyAnnouncement + TimeSpan.FromMinutes(1));
        await node.RotateAsync();
        var announced = Assert.Single(Published(node), key => key.KeyId != first.KeyId);
        Assert.Equal(first, node.Ring.ActiveSigningKey(SigningAlgorithms.ES256));

        _clock.Advance(_options.KeyAnnouncement);
        await node.RotateAsync();
        Assert.Equal(announced, node.Ring.ActiveSigningKey(SigningAlgorithms.ES256));
        Assert.Contains(first, Published(node));

        _clock.Advance(_options.KeyRetirement);
        await node.RotateAsync();
        Assert.DoesNotContain(Published(node), key => key.KeyId == first.KeyId);
    }

    [Fact]
    public async Task After_a_long_sleep_the_next_key_is_still_announced_first()
    {
        var node = await NodeAsync();
        var first = node.Ring.ActiveSigningKey(SigningAlgorithms.RS256);

        _clock.Advance(_options.KeyLifetime * 3);
        var woken = await NodeAsync();
        Assert.Equal(first.KeyId, woken.Ring.ActiveSigningKey(SigningAlgorithms.RS256).KeyId);
        Assert.Equal(2, woken.Ring.Keys.Signing.Count(key => key.Algorithm == SigningAlgorithms.RS256));
    }

    [Fact]
    public async Task Nodes_that_start_at_once_share_the_same_keys()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(NodeAsync)));
        foreach (var node in nodes)
        {
            await node.RotateAsync();
            Assert.Equal(nodes[0].Ring.Keys.Stored.Select(key => key.KeyId).Order(), node.Ring.Keys.Stored.Select(key => key.KeyId).Order());
        }

        Assert.Equal(3, (await _store.LoadAsync(CancellationToken.None)).Count);
    }

    [Fact]
    public async Task What_is_secret_is_encrypted_at_rest()
    {
        await NodeAsync();
        foreach (var stored in await _store.LoadAsync(CancellationToken.None))
        {
            using var key = ECDsa.Create();
            Assert.ThrowsAny<CryptographicException>(() => key.ImportPkcs8PrivateKey(stored.ProtectedKey, out _));
            using var rsa = RSA.Create();
            Assert.ThrowsAny<CryptographicException>(() => rsa.ImportPkcs8PrivateKey(stored.ProtectedKey, out _));
        }
    }

    [Fact]
    public async Task A_key_that_cannot_be_decrypted_stops_the_start_and_stays()
    {
        await NodeAsync();
        var before = await _store.LoadAsync(CancellationToken.None);

        var refusal = await Assert.ThrowsAsync<KeyUnreadableException>(() => NodeAsync(new EphemeralDataProtectionProvider()));
        Assert.Contains("can't be decrypted", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await _store.LoadAsync(CancellationToken.None));
    }

    private static IEnumerable<SigningKey> Published(Node node) => node.Ring.Keys.Signing.Where(key => key.Algorithm == SigningAlgorithms.ES256);

    private Task<Node> NodeAsync() => NodeAsync(_protection);

    private async Task<Node> NodeAsync(IDataProtectionProvider protection)
    {
        var ring = new KeyRing(_store, protection, Options.Create(_options), _clock);
        var node = new Node(ring, new KeyRotation(ring, _store, Options.Create(_options), _clock, NullLogger<KeyRotation>.Instance));
        await node.RotateAsync();
        return node;
    }

    private sealed record Node(KeyRing Ring, KeyRotation Rotation)
    {
        public Task RotateAsync() => Rotation.RotateAsync(CancellationToken.None);
    }
}
