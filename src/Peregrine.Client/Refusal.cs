namespace Peregrine.Client;

/// <summary>What a no means for whoever asked.</summary>
public enum Standing : byte
{
    /// <summary>Nothing was done, and the same again would be refused again.</summary>
    Refused = 1,
    /// <summary>Nothing was done, and the same may be asked again later.</summary>
    NotNow = 2,
    /// <summary>Nobody can say whether it was done. Ask by client order id; do not send it again under another.</summary>
    InDoubt = 3,
}

/// <summary>A no: the venue's, or the client's own when no answer came.</summary>
/// <param name="Code">Stable, such as INSUFFICIENT_MARGIN; see docs/api/native.md.</param>
/// <param name="Message">For people.</param>
public sealed record Refusal(string Code, string Message)
{
    /// <summary>The HTTP status; 0 over sockets and when no answer came.</summary>
    public int Status { get; init; }

    public Standing Standing { get; init; } = Standing.Refused;

    /// <summary>The input that was wrong, as a JSON path.</summary>
    public string? Field { get; init; }

    public string? Expected { get; init; }

    public string? RequestId { get; init; }

    /// <summary>When it is worth coming back; 0 when nothing was said.</summary>
    public long RetryAfterMs { get; init; }

    /// <summary>What the second factor is shown to, where that is all that is missing to come in; null otherwise.</summary>
    public string? Challenge { get; init; }

    public bool Is(string code) => string.Equals(Code, code, StringComparison.Ordinal);
}
