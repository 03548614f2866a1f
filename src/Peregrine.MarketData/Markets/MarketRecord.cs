using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Markets;

/// <summary>What the fold keeps of one market.</summary>
internal sealed class MarketRecord
{
    public const int TiersMax = 8;

    public WriteMark Mark;
    public MarketFacts Facts;
    public readonly TradeTape Tape = new();
    public readonly RollingWindow Day = new();
    public readonly MarginTierFacts[] Tiers = new MarginTierFacts[TiersMax];
    public int TierCount;

    public void SetTier(int tier, in MarginTierFacts facts)
    {
        Invariant.That((uint)tier < TiersMax, "a market has more tiers than any");
        Tiers[tier] = facts;
        TierCount = Math.Max(TierCount, tier + 1);
    }

    public void Add(in EventHeader header, in Trade trade)
    {
        Tape.Add(new PublicTrade(Tape.Next, header.Seq, trade.TradeIndex, header.TimeNs, trade.Price, trade.Qty, trade.TakerSide, trade.Reason));
        Day.Add(header.TimeNs, trade.Price, trade.Qty, (Int128)trade.Qty.Value * trade.Price.Value * Facts.TickLotValue);
        Facts.Last = trade.Price;
    }
}
