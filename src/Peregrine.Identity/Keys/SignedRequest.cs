namespace Peregrine.Identity.Keys;

/// <summary>A request signed by an API key, piece by piece as it came over the wire.</summary>
/// <remarks>
/// Signed are, each but the last followed by a line feed: "peregrine-v1", timestamp, window, method, target, body. No piece before the body can hold a line feed, so two
/// different requests never spell the same text.
/// </remarks>
public readonly ref struct SignedRequest
{
    /// <summary>The key's name.</summary>
    public required ReadOnlySpan<byte> Key { get; init; }

    /// <summary>Unix time in milliseconds at which it was signed, in decimal digits.</summary>
    public required ReadOnlySpan<byte> Timestamp { get; init; }

    /// <summary>For how many milliseconds it is good, in decimal digits; empty for the usual five seconds.</summary>
    public ReadOnlySpan<byte> Window { get; init; }

    /// <summary>As in the request line, in capitals.</summary>
    public required ReadOnlySpan<byte> Method { get; init; }

    /// <summary>Path and query as in the request line, byte for byte.</summary>
    public required ReadOnlySpan<byte> Target { get; init; }

    public ReadOnlySpan<byte> Body { get; init; }

    /// <summary>64 hexadecimal digits for HMAC-SHA256, 88 characters of base64 for Ed25519.</summary>
    public required ReadOnlySpan<byte> Signature { get; init; }
}
