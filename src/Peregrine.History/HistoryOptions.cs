namespace Peregrine.History;

/// <summary>How history is written.</summary>
/// <param name="BatchBytes">Bytes of events after which a transaction is written.</param>
/// <param name="BatchNs">How long events wait for others at most.</param>
/// <param name="RetryNs">How long a store that failed is left alone.</param>
public sealed record HistoryOptions(int BatchBytes = 1 << 20, long BatchNs = 250_000_000, long RetryNs = 1_000_000_000)
{
    public Retention Retention { get; init; } = new();
}
