using Peregrine.Core;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Margin;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Questions;

/// <summary>What an account may ask about its own end. Read-only, by the code that decides; for an engine that nobody applies commands to meanwhile.</summary>
internal sealed class LiquidationQuestions(EngineState state)
{
    private readonly RiskBook _figures = new(state);
    private readonly MarginBook _margin = new(state);
    private readonly AdlCandidates _candidates = new(state, new RiskBook(state));

    /// <summary>The cross part with market 0, else the pot there.</summary>
    public HealthAnswer Health(int account, int market)
    {
        int slot = market == 0 ? 0 : state.FindPosition(account, market);
        bool isPot = slot != 0 && state.Positions[slot].IsIsolated;
        RiskFigures now = isPot ? _figures.Pot(slot) : _figures.Cross(account);
        return new(now.Equity, now.MaintenanceMargin, isPot ? state.Positions[slot].Case != 0 : state.Accounts[account].Case != 0);
    }

    /// <param name="account">Whose position.</param>
    /// <param name="market">Where.</param>
    /// <param name="feePpb">Of the order that would close it.</param>
    public LiquidationPriceAnswer Prices(int account, int market, int feePpb)
    {
        int slot = state.FindPosition(account, market);
        ref Position position = ref state.Positions[slot];
        if (position.Size.Value == 0) return default;
        Market terms = state.Markets[market];
        Micros backing = _margin.Backing(slot);
        LiquidationPrice.TryEstimate(in position, terms, backing, out Subticks liquidation);
        LiquidationPrice.TryBankruptcy(in position, terms, backing, 0, out Subticks bankruptcy);
        LiquidationPrice.TryBankruptcy(in position, terms, backing, feePpb, out Subticks withFee);
        return new(liquidation, bankruptcy, withFee);
    }

    /// <summary>The place in the queue, and what a deleveraging of so many lots at a price would take.</summary>
    public AdlAnswer Deleveraging(int account, int market, Lots lots, Ticks price)
    {
        int slot = state.FindPosition(account, market);
        if (state.Positions[slot].Size.Value == 0 || !_candidates.TryScore(slot, out long score, out _)) return default;
        Market terms = state.Markets[market];
        AdlPrice at = new(terms, price);
        Span<AdlCandidate> ranked = _candidates.Ranked(in at, state.Positions[slot].Size.Value < 0);
        ProRata.Divide(ranked, lots.Value);
        int rank = 0;
        while (rank < ranked.Length && ranked[rank].Position != slot) rank++;
        if (rank == ranked.Length) return new(0, ranked.Length, score, default, default);
        Lots taken = new(ranked[rank].Taken);
        Micros difference = terms.ValueFloor(taken) - at.MoneyFor(taken);
        return new(rank + 1, ranked.Length, score, taken, state.Positions[slot].Size.Value > 0 ? difference : -difference);
    }

    /// <summary>The cross part, or the pot that the account has in this market, with its mark moved by so much.</summary>
    public ShockAnswer Shock(int account, int market, int movePpb)
    {
        int slot = state.FindPosition(account, market);
        Market terms = state.Markets[market];
        Subticks mark = new(Math.Max(1, terms.Mark.Value + Rounding.MulDivTrunc(terms.Mark.Value, movePpb, Ppb.One)));
        bool isPot = slot != 0 && state.Positions[slot].IsIsolated;
        RiskFigures now = isPot ? _figures.Pot(slot) : _figures.Cross(account);
        if (slot == 0 || state.Positions[slot].Size.Value == 0) return new(mark, now.Equity, now.MaintenanceMargin, default, now.IsFailing);
        ref Position position = ref state.Positions[slot];
        Micros change = terms.ValueFloor(position.Size, mark) - terms.ValueFloor(position.Size);
        Micros notional = new(Rounding.Ceil((Int128)Math.Abs(position.Size.Value) * terms.TickLotValue * mark.Value, Subticks.PerTick));
        Micros margin = now.MaintenanceMargin - RiskBook.MarginOf(in position, terms) + terms.MaintenanceMargin(notional);
        Micros equity = now.Equity + change;
        return new(mark, equity, margin, change, equity < margin);
    }
}
