using Peregrine.Core;
using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Candles;
using Peregrine.MarketData.Depth;
using Peregrine.MarketData.Markets;

namespace Peregrine.MarketData;

/// <summary>All folds of a gateway, fed together by one thread. Whoever has more threads than that may feed each by itself.</summary>
public sealed class AllFolds(AccountLimits? limits = null) : IEventSink
{
    public DepthFold Depth { get; } = new();

    public MarketFold Markets { get; } = new();

    public CandleFold Candles { get; } = new();

    public AccountFold Accounts { get; } = new(limits);

    /// <summary>The last command whose events are in all of them.</summary>
    public long Cursor => Accounts.Cursor;

    public void Load(ReadOnlySpan<byte> state)
    {
        Depth.Load(state);
        Markets.Load(state);
        Candles.Load(state);
        Accounts.Load(state);
    }

    /// <summary>Trades first: who is woken by a book finds the trades that made it.</summary>
    public void Apply(ReadOnlySpan<byte> events)
    {
        Markets.Apply(events);
        Candles.Apply(events);
        Depth.Apply(events);
        Accounts.Apply(events);
    }

    void IEventSink.Take(ReadOnlySpan<byte> events) => Apply(events);
}
