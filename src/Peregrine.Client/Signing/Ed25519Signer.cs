using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Peregrine.Client.Signing;

/// <summary>Ed25519 by OpenSSL 3, which .NET itself stands on here and shows no such key of; base64.</summary>
public sealed partial class Ed25519Signer : IRequestSigner
{
    public const int SeedSize = 32, SignatureSize = 64;
    private const int KeyKind = 1087;
    private readonly byte[] _seed;

    /// <param name="seed">The 32 bytes of the private key.</param>
    public Ed25519Signer(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedSize) throw new ArgumentException($"An Ed25519 seed has {SeedSize} bytes.", nameof(seed));
        _seed = seed.ToArray();
    }

    public string Sign(ReadOnlySpan<byte> text)
    {
        Span<byte> signature = stackalloc byte[SignatureSize];
        nint key = NewPrivateKey(KeyKind, 0, _seed, (nuint)_seed.Length), context = NewContext();
        try
        {
            nuint length = SignatureSize;
            bool isSigned = key != 0 && context != 0 && Begin(context, 0, 0, 0, key) == 1 && Finish(context, signature, ref length, text, (nuint)text.Length) == 1;
            if (!isSigned || length != SignatureSize) throw new CryptographicException("OpenSSL did not sign with this Ed25519 key.");
            return Convert.ToBase64String(signature);
        }
        finally
        {
            FreeContext(context);
            FreeKey(key);
        }
    }

    private const string Library = "libcrypto.so.3";

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    private static partial nint NewPrivateKey(int kind, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    private static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    private static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    private static partial int Begin(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    private static partial int Finish(nint context, Span<byte> signature, ref nuint length, ReadOnlySpan<byte> text, nuint textLength);
}
