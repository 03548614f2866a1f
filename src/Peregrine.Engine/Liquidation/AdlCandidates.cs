using Peregrine.Core;
using Peregrine.Engine.Positions;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Finds who stands on the other side of a position that must be closed, how they rank, and how much each can give (domain §10.6).</summary>
/// <remarks>Walks every position of the market, which nothing else does: it is the last resort, and its cost is counted as steps.</remarks>
internal sealed class AdlCandidates(EngineState state, RiskBook figures)
{
    private readonly AdlCandidate[] _candidates = new AdlCandidate[state.Suspects.IsOff ? 1 : state.Capacities.PositionsMax];

    /// <summary>Those who could give lots at a price and keep their margin.</summary>
    public Span<AdlCandidate> Ranked(in AdlPrice price, bool shorts)
    {
        int count = 0;
        for (int slot = price.Market.LatestPosition; slot != 0; slot = state.Positions[slot].NextInMarket)
        {
            if (!IsOpposite(in state.Positions[slot], shorts) || !TryRank(slot, in price, out AdlCandidate candidate)) continue;
            _candidates[count++] = candidate;
        }
        return _candidates.AsSpan(0, count);
    }

    /// <summary>Everybody there, by size alone.</summary>
    public Span<AdlCandidate> All(Market market, bool shorts)
    {
        int count = 0;
        for (int slot = market.LatestPosition; slot != 0; slot = state.Positions[slot].NextInMarket)
        {
            ref Position position = ref state.Positions[slot];
            if (!IsOpposite(in position, shorts)) continue;
            _candidates[count++] = new AdlCandidate { Position = slot, Account = position.Account, ScorePpb = 1, Available = Math.Abs(position.Size.Value) };
        }
        return _candidates.AsSpan(0, count);
    }

    /// <summary>The score of a position; false when its account may not be asked.</summary>
    public bool TryScore(int slot, out long score, out RiskFigures now)
    {
        ref Position position = ref state.Positions[slot];
        Market market = state.Markets[position.Market];
        score = 0;
        now = figures.Of(slot);
        if (position.Size.Value == 0 || now.IsFailing || IsLiquidating(in position)) return false;
        Micros notional = market.ValueCeil(position.Size);
        Micros equity = position.IsIsolated || now.Notional == 0 ? now.Equity : new(Rounding.Floor((Int128)notional.Value * now.Equity.Value, now.Notional));
        if (equity.Value <= 0) return false;
        Micros cost = new(Math.Abs(position.Cost.Value));
        score = AdlScore.Hedged(AdlScore.Of(market.Unrealised(in position), cost, notional, equity), HedgedPpb(in position, market, notional));
        return true;
    }

    private bool TryRank(int slot, in AdlPrice price, out AdlCandidate candidate)
    {
        candidate = default;
        if (!TryScore(slot, out long score, out RiskFigures now)) return false;
        ref Position position = ref state.Positions[slot];
        long available = AvailableOf(in position, in price, in now);
        candidate = new AdlCandidate { Position = slot, Account = position.Account, ScorePpb = score, Available = available };
        return available > 0;
    }

    private static bool IsOpposite(in Position position, bool shorts) => shorts ? position.Size.Value < 0 : position.Size.Value > 0;

    private bool IsLiquidating(in Position position) =>
        state.Cases.HasStarted(position.IsIsolated ? position.Case : state.Accounts[position.Account].Case) || state.Accounts[position.Account].Status == AccountStatus.Liquidating;

    // The share of the position that the account's opposite positions in the same underlying make up for.
    private long HedgedPpb(in Position position, Market market, Micros notional)
    {
        Int128 offset = 0;
        for (int slot = state.Accounts[position.Account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            ref Position other = ref state.Positions[slot];
            Market itsMarket = state.Markets[other.Market];
            bool offsets = other.Size.Value < 0 != position.Size.Value < 0 && other.Size.Value != 0 && itsMarket.Underlying == market.Underlying;
            if (offsets) offset += itsMarket.ValueCeil(other.Size).Value;
        }
        return offset >= notional.Value ? Ppb.One : Rounding.Floor(offset * Ppb.One, notional.Value);
    }

    // Equity less margin is concave in the lots, and not below 0 for none of them: so one border at most.
    private static long AvailableOf(in Position position, in AdlPrice price, in RiskFigures now)
    {
        long most = Math.Abs(position.Size.Value);
        if (Keeps(in position, in price, in now, most)) return most;
        long good = 0;
        while (most - good > 1)
        {
            long middle = good + (most - good) / 2;
            if (Keeps(in position, in price, in now, middle)) good = middle;
            else most = middle;
        }
        return good;
    }

    private static bool Keeps(in Position position, in AdlPrice price, in RiskFigures now, long lots)
    {
        Market market = price.Market;
        FillEffect.OfForced(in position, new(lots), price.MoneyFor(new(lots)), out FillEffect effect);
        Micros profit = market.ValueFloor(effect.Size) - effect.Cost;
        Micros equity = now.Equity - market.Unrealised(in position) + profit + effect.CashChange + effect.IsolatedMargin - position.IsolatedMargin;
        Micros margin = now.MaintenanceMargin - RiskBook.MarginOf(in position, market) + market.MaintenanceMargin(market.ValueCeil(effect.Size));
        return equity >= margin;
    }
}
