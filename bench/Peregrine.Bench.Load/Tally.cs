using Peregrine.Client.Accounts;
using Peregrine.Client.Markets;
using Peregrine.Client.Streams;
using Peregrine.Core;

namespace Peregrine.Bench.Load;

/// <summary>Adds up what an account is told of its fills: what that should have done to its money, to the micro-dollar.</summary>
/// <remarks>Every trade changes cash less cost by what was paid for it, whatever the rounding of realised profit, and by the fee; funding takes cash. So whoever the others were, the sums must meet.</remarks>
internal sealed class Tally
{
    private readonly MarketTerms _market;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Tally(MarketTerms market)
    {
        _market = market;
        Feed = new AccountFeed(new MarketBoard([market]))
        {
            Topics = ["fills", "notifications"],
            Filled = Take,
            Funded = paid => Flow -= paid.Value,
            Stepped = _ => _begun.TrySetResult(),
            Gone = () => IsWhole = false,
        };
    }

    public AccountFeed Feed { get; }

    /// <summary>What cash less cost changed by.</summary>
    public Int128 Flow { get; private set; }

    public long SizeLots { get; private set; }

    public Int128 FeesMicros { get; private set; }

    public long Fills { get; private set; }

    /// <summary>False when the venue kept no more of what was told than came in time.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Ends when the venue has begun to tell.</summary>
    public Task Begun => _begun.Task;

    /// <summary>What was told so far, of one moment.</summary>
    public (bool IsWhole, long SizeLots, Int128 Flow) Sum()
    {
        lock (Feed.Gate) return (IsWhole, SizeLots, Flow);
    }

    private void Take(FillInfo fill)
    {
        if (fill.Market.Id != _market.Id) throw new InvalidOperationException($"a fill in {fill.Market} that nobody asked for");
        Flow -= (Int128)fill.Side.Sign() * _market.Notional(fill.Price, fill.Qty).Value + fill.Fee.Value;
        FeesMicros += fill.Fee.Value;
        SizeLots += fill.Side.Sign() * fill.Qty.Value;
        Fills++;
    }
}
