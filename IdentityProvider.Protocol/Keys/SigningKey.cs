using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Jose;
using Microsoft.Extensions.ObjectPool;

namespace IdentityProvider.Protocol.Keys;

/// <summary>A key that signs tokens for others, ready for use.</summary>
public sealed class SigningKey
{
    private const int RsaBits = 2048;

    // The platform's key objects don't promise to bear several threads at once, so each caller borrows one.
    private readonly ObjectPool<AsymmetricAlgorithm> _keys;
    private readonly ConcurrentDictionary<string, byte[]> _headers = new();

    internal SigningKey(StoredKey stored, byte[] pkcs8)
    {
        KeyId = stored.KeyId;
        Algorithm = stored.Algorithm;
        ActiveFrom = stored.ActiveFrom;
        _keys = new DefaultObjectPool<AsymmetricAlgorithm>(new KeyPolicy(Algorithm, pkcs8), Environment.ProcessorCount * 2);
        PublicJwk = ToJwk();
    }

    /// <summary>The <c>kid</c>.</summary>
    public string KeyId { get; }

    /// <summary><c>RS256</c> or <c>ES256</c>.</summary>
    public string Algorithm { get; }

    /// <summary>From when it signs; it is published before.</summary>
    public DateTimeOffset ActiveFrom { get; }

    /// <summary>The public part, as it stands in the JWKS (RFC 7517 4, RFC 7518 6).</summary>
    internal JsonObject PublicJwk { get; }

    internal int SignatureLength => Algorithm == SigningAlgorithms.ES256 ? 64 : RsaBits / 8;

    internal static byte[] Generate(string algorithm)
    {
        using AsymmetricAlgorithm key = algorithm == SigningAlgorithms.ES256 ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(RsaBits);
        return key.ExportPkcs8PrivateKey();
    }

    internal byte[] EncodedHeader(string type) => _headers.GetOrAdd(type, static (type, key) =>
    {
        var header = new JsonObject { ["alg"] = key.Algorithm, ["kid"] = key.KeyId, ["typ"] = type };
        return Base64Url.EncodeToUtf8(Encoding.UTF8.GetBytes(header.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));
    }, this);

    internal void Sign(ReadOnlySpan<byte> data, Span<byte> signature)
    {
        var key = _keys.Get();
        try
        {
            var done = key switch
            {
                ECDsa ecdsa => ecdsa.TrySignData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation, out _),
                RSA rsa => rsa.TrySignData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, out _),
                _ => false,
            };
            if (!done)
                throw new CryptographicException($"The key {KeyId} could not sign.");
        }
        finally
        {
            _keys.Return(key);
        }
    }

    internal bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var key = _keys.Get();
        try
        {
            return key switch
            {
                ECDsa ecdsa => ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
                RSA rsa => rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                _ => false,
            };
        }
        finally
        {
            _keys.Return(key);
        }
    }

    private JsonObject ToJwk()
    {
        var key = _keys.Get();
        try
        {
            var jwk = new JsonObject { ["kty"] = key is ECDsa ? "EC" : "RSA", ["use"] = "sig", ["kid"] = KeyId, ["alg"] = Algorithm };
            switch (key)
            {
                case ECDsa ecdsa:
                    var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
                    jwk["crv"] = "P-256";
                    jwk["x"] = Base64Url.EncodeToString(point.X);
                    jwk["y"] = Base64Url.EncodeToString(point.Y);
                    break;
                case RSA rsa:
                    var parameters = rsa.ExportParameters(includePrivateParameters: false);
                    jwk["n"] = Base64Url.EncodeToString(parameters.Modulus);
                    jwk["e"] = Base64Url.EncodeToString(parameters.Exponent);
                    break;
            }

            return jwk;
        }
        finally
        {
            _keys.Return(key);
        }
    }

    private sealed class KeyPolicy(string algorithm, byte[] pkcs8) : PooledObjectPolicy<AsymmetricAlgorithm>
    {
        public override AsymmetricAlgorithm Create()
        {
            AsymmetricAlgorithm key = algorithm == SigningAlgorithms.ES256 ? ECDsa.Create() : RSA.Create();
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            return key;
        }

        public override bool Return(AsymmetricAlgorithm obj) => true;
    }
}
