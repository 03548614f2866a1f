using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Peregrine.Core;

namespace Peregrine.Identity.Keys;

/// <summary>Says as whom a signed request acts. Reads memory only, waits for nobody, and allocates nothing.</summary>
/// <remarks>
/// A wrong signature and an unknown key get one answer, and nothing else about a key is told before its signature was found good.
/// There is no nonce to remember: inside its window a request may come again, and <see cref="KeyUse.Request"/> makes that harmless.
/// </remarks>
public sealed class RequestVerifier
{
    public const long WindowMs = 5_000;
    public const long WindowMaxMs = 60_000;

    /// <summary>How far a client's clock may be ahead of ours.</summary>
    public const long AheadMaxMs = 1_000;

    private const int OnStackMax = 1024;
    private const int NumberDigitsMax = 15;
    private const int HmacTextLength = 2 * HMACSHA256.HashSizeInBytes, Ed25519TextLength = 88;

    private readonly ApiKeyTable _table;
    private readonly TimeProvider _time;

    internal RequestVerifier(ApiKeyTable table, TimeProvider time) => (_table, _time) = (table, time);

    /// <returns><see cref="IdentityCode.None"/> when it is good.</returns>
    public IdentityCode Check(in SignedRequest request, IPAddress address, out KeyUse use)
    {
        use = default;
        long windowMs = WindowMs;
        if (!TryNumber(request.Timestamp, out long timestampMs) || (!request.Window.IsEmpty && !TryNumber(request.Window, out windowMs)))
            return IdentityCode.OutsideWindow;
        // A line feed in these would let one text be two requests.
        if (request.Method.Contains((byte)'\n') || request.Target.Contains((byte)'\n')) return IdentityCode.SignatureInvalid;
        int length = Prefix.Length + request.Timestamp.Length + request.Window.Length + request.Method.Length + request.Target.Length + request.Body.Length + 4;
        byte[]? rented = length > OnStackMax ? ArrayPool<byte>.Shared.Rent(length) : null;
        try
        {
            Span<byte> text = rented is null ? stackalloc byte[OnStackMax] : rented;
            return Check(request.Key, Spell(in request, text), request.Signature, timestampMs, windowMs, address, out use);
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>For dialects that sign another text than ours: the text itself, and the time that was read from it.</summary>
    public IdentityCode Check(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature, long timestampMs, long windowMs, IPAddress address, out KeyUse use)
    {
        use = default;
        long now = _time.NowMs();
        // Compared as differences from now: a client's number may be as large as it likes.
        if (windowMs is < 1 or > WindowMaxMs || timestampMs < now - windowMs || timestampMs > now + AheadMaxMs) return IdentityCode.OutsideWindow;
        if (!Id128.TryParse(key, out Id128 name) || _table.Find(name) is not { } entry) return IdentityCode.SignatureInvalid;
        if (!IsSigned(entry, text, signature, out RequestKey request)) return IdentityCode.SignatureInvalid;
        if (entry.ExpiresAtMs <= now) return IdentityCode.KeyExpired;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (!entry.Allows(address)) return IdentityCode.AddressNotAllowed;
        _table.Use(entry, now, address);
        use = new KeyUse(entry.Account, entry.Key, entry.Scopes, request) { ExpiresAtMs = entry.ExpiresAtMs };
        return IdentityCode.None;
    }

    /// <summary>For dialects in which the key's name alone opens what they think worth no signature.</summary>
    /// <remarks>Nobody guesses 128 drawn bits, so that telling an unknown name from a known one tells nothing.</remarks>
    public IdentityCode Find(ReadOnlySpan<byte> key, IPAddress address, out KeyUse use)
    {
        use = default;
        if (!Id128.TryParse(key, out Id128 name) || _table.Find(name) is not { } entry) return IdentityCode.UnknownKey;
        if (entry.ExpiresAtMs <= _time.NowMs()) return IdentityCode.KeyExpired;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (!entry.Allows(address)) return IdentityCode.AddressNotAllowed;
        use = new KeyUse(entry.Account, entry.Key, entry.Scopes, default) { ExpiresAtMs = entry.ExpiresAtMs };
        return IdentityCode.None;
    }

    private static ReadOnlySpan<byte> Prefix => "peregrine-v1\n"u8;

    private static ReadOnlySpan<byte> Spell(in SignedRequest request, Span<byte> into)
    {
        int at = 0;
        Prefix.CopyTo(into);
        at += Prefix.Length;
        at = Line(request.Timestamp, into, at);
        at = Line(request.Window, into, at);
        at = Line(request.Method, into, at);
        at = Line(request.Target, into, at);
        request.Body.CopyTo(into[at..]);
        return into[..(at + request.Body.Length)];
    }

    private static int Line(ReadOnlySpan<byte> piece, Span<byte> into, int at)
    {
        piece.CopyTo(into[at..]);
        into[at + piece.Length] = (byte)'\n';
        return at + piece.Length + 1;
    }

    // The signature's bytes name the request, not its text: hexadecimal digits may be written in two ways.
    private static bool IsSigned(ApiKeyEntry entry, ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature, out RequestKey request)
    {
        request = default;
        Span<byte> given = stackalloc byte[Ed25519Key.SignatureBytes + 2];
        if (entry.Secret is { } secret)
        {
            if (signature.Length != HmacTextLength || Convert.FromHexString(signature, given, out _, out int written) != OperationStatus.Done) return false;
            Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(secret, text, expected);
            if (!CryptographicOperations.FixedTimeEquals(expected, given[..written])) return false;
        }
        else
        {
            bool decoded = signature.Length == Ed25519TextLength && Base64.DecodeFromUtf8(signature, given, out _, out int written) == OperationStatus.Done
                && written == Ed25519Key.SignatureBytes;
            if (!decoded || entry.PublicKey is not { } publicKey || !publicKey.Verifies(text, given[..Ed25519Key.SignatureBytes])) return false;
        }
        request = new RequestKey(BinaryPrimitives.ReadUInt64BigEndian(given), BinaryPrimitives.ReadUInt64BigEndian(given[8..]));
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out long number)
    {
        number = 0;
        return digits.Length is > 0 and <= NumberDigitsMax && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(digits, out number, out int used) && used == digits.Length;
    }
}
