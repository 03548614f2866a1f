namespace Peregrine.Client.Rest;

/// <summary>An answer as it came in; its buffer is used again.</summary>
public sealed class HttpReply
{
    private byte[] _bytes = new byte[1024];

    public int Status { get; set; }

    public int Length { get; private set; }

    /// <summary>What Retry-After said; 0 when it was not there.</summary>
    public long RetryAfterMs { get; set; }

    public ReadOnlySpan<byte> Body => _bytes.AsSpan(0, Length);

    public void Clear() => (Status, Length, RetryAfterMs) = (0, 0, 0);

    /// <summary>Room for more of the body.</summary>
    public Memory<byte> Room(int atLeast)
    {
        if (_bytes.Length - Length < atLeast) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + atLeast));
        return _bytes.AsMemory(Length);
    }

    /// <summary>So much of the room was written.</summary>
    public void Advance(int bytes) => Length += bytes;
}
