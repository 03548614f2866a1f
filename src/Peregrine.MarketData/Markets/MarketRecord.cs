using Peregrine.Core;
using Peregrine.MarketData.Auctions;
using Peregrine.MarketData.Memory;
using Peregrine.MarketData.Prices;
using Peregrine.MarketData.Risk;

namespace Peregrine.MarketData.Markets;

/// <summary>What the fold keeps of one market.</summary>
internal sealed class MarketRecord
{
    public const int TiersMax = 8, TradesKept = 1024, RisksKept = 256, AuctionsKept = 256;

    public WriteMark Mark;
    public MarketFacts Facts;
    public FeedFacts Feed;
    public FundingFacts Funding;
    public RiskFacts Risk;
    /// <summary>On which side the deleveraging under way closes.</summary>
    public Side DeleveragingSide;
    public readonly Tape<PublicRisk> Risks = new(RisksKept);
    public readonly Tape<PublicTrade> Trades = new(TradesKept);
    public readonly Tape<PublicAuction> Auctions = new(AuctionsKept);
    public readonly RollingWindow Day = new();
    public readonly MarginTierFacts[] Tiers = new MarginTierFacts[TiersMax];
    public int TierCount;

    /// <summary>A table is told from its lowest tier up: what stood at a place and above is of the table before.</summary>
    public void SetTier(int tier, in MarginTierFacts facts)
    {
        Invariant.That((uint)tier < TiersMax, "a market has more tiers than any");
        Tiers[tier] = facts;
        TierCount = tier + 1;
    }

    public void Add(in EventHeader header, in Trade trade)
    {
        Trades.Add(new PublicTrade(Trades.Next, header.Seq, trade.TradeIndex, header.TimeNs, trade.Price, trade.Qty, trade.TakerSide, trade.Reason));
        Day.Add(header.TimeNs, trade.Price, trade.Qty, (Int128)trade.Qty.Value * trade.Price.Value * Facts.TickLotValue, TradeIds.Of(header.Seq, trade.TradeIndex));
        Facts.Last = trade.Price;
        if (trade.Reason == FillReason.Liquidation) Add(in header, RiskKind.Liquidated, trade.TakerSide, trade.Qty, trade.Price);
    }

    public void Add(in EventHeader header, RiskKind kind, Side side, Lots qty, Ticks price) =>
        Add(in header, kind, side, qty, new Subticks(price.Value * Subticks.PerTick), new Micros(qty.Value * price.Value * Facts.TickLotValue));

    public void Add(in EventHeader header, RiskKind kind, Side side, Lots qty, Subticks price, Micros amount) =>
        Risks.Add(new PublicRisk(Risks.Next, header.Seq, header.Index, header.TimeNs, kind, side, qty, price, amount));
}
