using System.Runtime.InteropServices;

namespace Peregrine.Identity.Tests.Keys;

/// <summary>The client's side of an Ed25519 key: it signs.</summary>
internal static partial class Ed25519Pair
{
    private const string Library = "libcrypto.so.3";
    private const int Ed25519 = 1087;

    public static byte[] PublicKey(byte[] seed)
    {
        nint key = NewPrivateKey(Ed25519, 0, seed, seed.Length);
        try
        {
            byte[] bytes = new byte[32];
            nint length = bytes.Length;
            Assert.Equal(1, GetPublicKey(key, bytes, ref length));
            return bytes;
        }
        finally
        {
            FreeKey(key);
        }
    }

    public static byte[] Sign(byte[] seed, byte[] message)
    {
        nint key = NewPrivateKey(Ed25519, 0, seed, seed.Length), context = NewContext();
        try
        {
            byte[] signature = new byte[64];
            nint length = signature.Length;
            Assert.Equal(1, SignInit(context, 0, 0, 0, key));
            Assert.Equal(1, Sign(context, signature, ref length, message, message.Length));
            return signature;
        }
        finally
        {
            FreeContext(context);
            FreeKey(key);
        }
    }

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    private static partial nint NewPrivateKey(int type, nint engine, byte[] key, nint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    private static partial int GetPublicKey(nint key, byte[] into, ref nint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    private static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    private static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    private static partial int SignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    private static partial int Sign(nint context, byte[] into, ref nint length, byte[] message, nint messageLength);
}
