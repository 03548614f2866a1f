using System.Security.Cryptography;
using System.Text;

namespace Peregrine.Identity.Secrets;

/// <summary>Seals what the database must give back: AES-256-GCM, a key per purpose, bound to the row it lies in.</summary>
/// <remarks>
/// A sealed value is: layout (1 byte, 1), number of the master key (1), nonce (12), ciphertext, tag (16). Purpose and row are authenticated and not stored,
/// so a value moved to another row or column does not open. Random nonces are safe for 2³² seals a key; a venue makes a few per person.
/// </remarks>
internal sealed class SecretBox
{
    private const byte Layout = 1;
    private const int NonceAt = 2, NonceBytes = 12, TextAt = NonceAt + NonceBytes, TagBytes = 16;

    private readonly SortedDictionary<byte, byte[]> _masters;
    private readonly byte _newest;

    /// <param name="masters">By number; the highest seals.</param>
    public SecretBox(SortedDictionary<byte, byte[]> masters) => (_masters, _newest) = (masters, masters.Keys.Last());

    public byte[] Seal(string purpose, ReadOnlySpan<byte> row, ReadOnlySpan<byte> secret)
    {
        byte[] box = new byte[TextAt + secret.Length + TagBytes];
        (box[0], box[1]) = (Layout, _newest);
        Span<byte> nonce = box.AsSpan(NonceAt, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm aes = Cipher(_newest, purpose);
        aes.Encrypt(nonce, secret, box.AsSpan(TextAt, secret.Length), box.AsSpan(TextAt + secret.Length), row);
        return box;
    }

    /// <exception cref="CryptographicException">It was not sealed so, here, by one of our keys.</exception>
    public byte[] Open(string purpose, ReadOnlySpan<byte> row, ReadOnlySpan<byte> box)
    {
        if (box.Length < TextAt + TagBytes || box[0] != Layout || !_masters.ContainsKey(box[1]))
            throw new CryptographicException("a sealed value has no layout or no key that is known here");
        byte[] secret = new byte[box.Length - TextAt - TagBytes];
        using AesGcm aes = Cipher(box[1], purpose);
        aes.Decrypt(box.Slice(NonceAt, NonceBytes), box.Slice(TextAt, secret.Length), box[^TagBytes..], secret, row);
        return secret;
    }

    /// <summary>A key for a purpose of its own. It stays the same while the first master key is in the file.</summary>
    public byte[] Subkey(string purpose) => Derive(_masters.Keys.First(), purpose);

    private AesGcm Cipher(byte number, string purpose)
    {
        byte[] key = Derive(number, purpose);
        try
        {
            return new AesGcm(key, TagBytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private byte[] Derive(byte number, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _masters[number], KeyFile.KeyBytes, salt: null, info: Encoding.ASCII.GetBytes("peregrine/" + purpose));
}
