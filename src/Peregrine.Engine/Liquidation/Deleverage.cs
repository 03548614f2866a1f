using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Closes what nobody took against the other side of the market: first those who profit, at the failed account's bankruptcy price (domain §10.6).</summary>
internal sealed class Deleverage(EngineState state, RiskBook figures, AdlCandidates candidates, ForcedClose forced)
{
    // Positions looked at that count as one step of liquidation.
    private const int PositionsPerStep = 64;

    // Made once: a method group would be an allocation each time.
    private static readonly Comparison<AdlCandidate> ByAccount = static (a, b) => a.Account.CompareTo(b.Account);

    /// <summary>Closes lots of a bankrupt position, all of them; says how many steps it counts for.</summary>
    public int Close(int positionSlot, Lots lots, Ticks bankruptcy)
    {
        Market market = state.Markets[state.Positions[positionSlot].Market];
        bool shorts = state.Positions[positionSlot].Size.Value > 0;
        SettleOthers(market, shorts);
        AdlPrice price = new(market, bankruptcy);
        long left = Apply(positionSlot, lots.Value, in price, candidates.Ranked(in price, shorts));
        // Nobody can give more at that price. At mark it costs nobody anything, and insurance pays the difference.
        if (left > 0) left = Apply(positionSlot, left, AdlPrice.AtMark(market), candidates.All(market, shorts));
        Invariant.That(left == 0, "the other side of a market is as large as this one");
        return state.Positions.HighWater / PositionsPerStep;
    }

    /// <summary>Reduces a position that has its margin, at mark and only as far as others can give.</summary>
    public void Shrink(int positionSlot, Lots lots)
    {
        Market market = state.Markets[state.Positions[positionSlot].Market];
        bool shorts = state.Positions[positionSlot].Size.Value > 0;
        SettleOthers(market, shorts);
        AdlPrice price = AdlPrice.AtMark(market);
        Apply(positionSlot, lots.Value, in price, candidates.Ranked(in price, shorts));
    }

    // What they still owe of an hour's funding counts before it is asked how much they can give.
    private void SettleOthers(Market market, bool shorts)
    {
        if (!market.Funding.IsSweeping) return;
        Span<AdlCandidate> others = candidates.All(market, shorts);
        others.Sort(ByAccount);
        foreach (ref readonly AdlCandidate other in others) forced.Settle(other.Position, market);
    }

    private long Apply(int positionSlot, long lots, in AdlPrice price, Span<AdlCandidate> others)
    {
        Int128 weight = ProRata.WeightOf(others);
        long left = ProRata.Divide(others, lots);
        int failed = state.Positions[positionSlot].Account;
        ref AdlStarted told = ref state.Events.Next<AdlStarted>(failed, price.Market.Id);
        told.Qty = new(lots);
        told.Price = price.Price;
        told.Mark = price.Market.Mark;
        told.Equity = figures.Of(positionSlot).Equity;
        told.Candidates = others.Length;
        told.WeightLow = (ulong)(weight & ulong.MaxValue);
        told.WeightHigh = (ulong)(weight >> 64);
        told.CandidatesHash = HashOf(others);
        told.Side = state.Positions[positionSlot].Size.Value > 0 ? Side.Sell : Side.Buy;
        ulong hash = Hash64.Fnv1a(Hash64.Fnv1a(Hash64.FnvOffset, failed), state.Seq);
        foreach (ref readonly AdlCandidate other in others)
        {
            if (other.Taken > 0) Move(positionSlot, in other, in price, new(lots), hash);
        }
        forced.TrimOrders(positionSlot);
        return left;
    }

    private void Move(int failed, in AdlCandidate other, in AdlPrice price, Lots requested, ulong failedHash)
    {
        Lots lots = new(other.Taken);
        Micros money = price.MoneyFor(lots);
        state.Events.Add(other.Account, price.Market.Id, new AdlApplied
        {
            Qty = lots,
            Price = price.Subticks,
            Notional = money,
            ScorePpb = other.ScorePpb,
            Available = new(other.Available),
            Requested = requested,
            FailedHash = failedHash,
        });
        forced.Close(failed, price.Market, lots, money, FillReason.Adl);
        forced.Close(other.Position, price.Market, lots, money, FillReason.Adl);
        forced.TrimOrders(other.Position);
    }

    private ulong HashOf(ReadOnlySpan<AdlCandidate> others)
    {
        ulong hash = Hash64.FnvOffset;
        foreach (ref readonly AdlCandidate other in others)
        {
            hash = Hash64.Fnv1a(hash, other.Account);
            hash = Hash64.Fnv1a(hash, state.Positions[other.Position].Size.Value);
            hash = Hash64.Fnv1a(hash, other.ScorePpb);
            hash = Hash64.Fnv1a(hash, other.Available);
        }
        return hash;
    }
}
