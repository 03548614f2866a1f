using Peregrine.Core;

namespace Peregrine.Explain.Past;

/// <summary>A market as it was just before an event.</summary>
internal sealed class PastMarket
{
    private readonly List<(long Floor, int Imr, int Mmr)> _tiers = [];

    public ListMarket Terms { get; set; }

    /// <summary>Micro-dollars per tick per lot.</summary>
    public long TickLotValue => (long)((Int128)Terms.TickE9 * Terms.LotE9 / 1_000_000_000_000);

    /// <summary>The margin table moves from one to another: what it was at a moment is not written down.</summary>
    public bool IsRamping { get; set; }

    public Subticks Mark { get; set; }

    public Subticks Index { get; set; }

    public SetLiquidation Liquidation { get; set; }

    public SetPriceRules Rules { get; set; }

    public FundingPast Funding { get; } = new();

    public int FirstMmrPpb => _tiers.Count == 0 ? 0 : _tiers[0].Mmr;

    public IReadOnlyList<(long Floor, int Imr, int Mmr)> Tiers => _tiers;

    public void SetTier(int tier, long floor, int imr, int mmr)
    {
        if (tier == 0) _tiers.Clear();
        _tiers.Add((floor, imr, mmr));
    }

    /// <summary>What must be there for so much money in positions: by tiers, like income tax.</summary>
    public long MaintenanceMargin(long notional)
    {
        long cumulative = 0;
        int last = 0, rate = 0;
        foreach ((long floor, _, int mmr) in _tiers)
        {
            if (floor > notional) break;
            cumulative += Exact.Floor((Int128)floor * (mmr - last), Exact.R);
            (last, rate) = (mmr, mmr);
        }
        return Exact.Ceil((Int128)notional * rate, Exact.R) - cumulative;
    }

    /// <summary>N: what a position is in money at a mark, rounded up.</summary>
    public long Notional(long size, long mark) => Exact.Ceil(Int128.Abs(size) * mark * TickLotValue, Exact.SubticksPerTick);

    /// <summary>U: what it has won at a mark, rounded down.</summary>
    public long Unrealised(long size, long cost, long mark) => Exact.Floor((Int128)size * mark * TickLotValue, Exact.SubticksPerTick) - cost;
}
