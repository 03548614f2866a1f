using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Identity.Keys;

/// <summary>A public key that verifies Ed25519 signatures (RFC 8032), by the OpenSSL 3 that .NET itself uses on Linux: the platform has no such type.</summary>
/// <remarks>OpenSSL refuses signatures whose S is not the smallest, so a signature has one spelling.</remarks>
internal sealed partial class Ed25519Key : SafeHandle
{
    public const int Bytes = 32;
    public const int SignatureBytes = 64;

    private const string Library = "libcrypto.so.3";
    private const int Ed25519 = 1087; // EVP_PKEY_ED25519

    // Points of small order, by their y (the sign bit left out): anybody can sign for them.
    private static readonly byte[][] SmallOrder =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ];

    private static readonly Lazy<bool> Available = new(static () => NativeLibrary.TryLoad(Library, out _));

    private Ed25519Key(nint key)
        : base(0, ownsHandle: true) => SetHandle(key);

    /// <summary>Whether this machine can verify at all.</summary>
    public static bool IsAvailable => Available.Value;

    public override bool IsInvalid => handle == 0;

    /// <summary>Whether this may be somebody's key: of the right length, and not one for which anybody can sign.</summary>
    public static bool IsFit(ReadOnlySpan<byte> key)
    {
        if (key.Length != Bytes) return false;
        Span<byte> y = stackalloc byte[Bytes];
        key.CopyTo(y);
        y[^1] &= 0x7F;
        foreach (byte[] small in SmallOrder)
        {
            if (y.SequenceEqual(small)) return false;
        }
        return true;
    }

    public static Ed25519Key Of(ReadOnlySpan<byte> key)
    {
        Invariant.That(key.Length == Bytes, "an Ed25519 key has 32 bytes");
        nint made = NewPublicKey(Ed25519, 0, in MemoryMarshal.GetReference(key), Bytes);
        Invariant.That(made != 0, "OpenSSL takes any 32 bytes as a key");
        return new Ed25519Key(made);
    }

    public bool Verifies(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes) return false;
        bool held = false;
        nint context = NewContext();
        try
        {
            Invariant.That(context != 0, "OpenSSL has memory");
            DangerousAddRef(ref held);
            return VerifyInit(context, 0, 0, 0, handle) == 1
                && Verify(context, in MemoryMarshal.GetReference(signature), SignatureBytes, in MemoryMarshal.GetReference(message), message.Length) == 1;
        }
        finally
        {
            FreeContext(context);
            if (held) DangerousRelease();
        }
    }

    protected override bool ReleaseHandle()
    {
        FreeKey(handle);
        return true;
    }

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    private static partial nint NewPublicKey(int type, nint engine, ref readonly byte key, nint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    private static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    private static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    private static partial int VerifyInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    private static partial int Verify(nint context, ref readonly byte signature, nint signatureLength, ref readonly byte message, nint messageLength);
}
