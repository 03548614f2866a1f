using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Tests suspects: warns them, queues those that fail, and sets the thresholds that spare everybody else the test.</summary>
/// <remarks>
/// A line that was told is taken back only when the account's own business finds it above. What prices alone do takes none back: when that is seen hangs on
/// thresholds, and an engine that computed its thresholds anew would tell another story.
/// </remarks>
internal sealed class RiskWatch(EngineState state, RiskBook figures, ThresholdIndex index, LiquidationGate gate)
{
    /// <summary>Tests everybody whom the command touched or its prices reached, by account. Changes no money.</summary>
    public void Test()
    {
        bool moved = state.Suspects.HasMoves;
        if (moved) CollectMoved();
        foreach (int account in state.Suspects.Take()) Test(account, state.Suspects.Release(account));
        if (moved) state.Suspects.ForgetMoves();
    }

    /// <summary>The thresholds of a state that was loaded.</summary>
    public void ArmAll()
    {
        for (int account = 1; account <= state.AccountCount; account++)
        {
            ref Account owner = ref state.Accounts[account];
            RiskFigures cross = figures.Cross(account);
            if (cross.Parts > 0) index.Arm(account, in cross, owner.Warnings);
            for (int slot = owner.FirstPosition; slot != 0; slot = state.Positions[slot].Next)
            {
                if (!state.Positions[slot].IsIsolated || state.Positions[slot].Size.Value == 0) continue;
                RiskFigures pot = figures.Pot(slot);
                index.ArmPot(slot, in pot, state.Positions[slot].Warnings);
            }
        }
    }

    private void CollectMoved()
    {
        for (int id = 1; id <= state.MarketCount; id++)
        {
            if (state.Suspects.HasMovedMarket(id)) index.Collect(state.Markets[id], state.Suspects.IsRetestedMarket(id));
        }
        for (int id = 1; id <= state.AssetCount; id++)
        {
            if (state.Suspects.HasMovedAsset(id)) index.Collect(state.Assets[id], state.Suspects.IsRetestedAsset(id));
        }
    }

    private void Test(int account, bool touched)
    {
        ref Account owner = ref state.Accounts[account];
        if (owner.FirstPosition == 0 && owner.FirstHolding == 0 && owner.Cash.Value >= 0 && owner.Case == 0) return;
        TestCross(account, ref owner, touched);
        for (int slot = owner.FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            if (state.Positions[slot].IsIsolated) TestPot(slot, touched);
        }
    }

    private void TestCross(int account, ref Account owner, bool touched)
    {
        RiskFigures now = figures.Cross(account);
        int below = RiskLines.Below(now.Equity, now.MaintenanceMargin);
        if (owner.Warnings != Math.Min(below, RiskLines.Warnings)) Warn(account, 0, in now, below, touched, ref owner.Warnings);
        if (!index.Covers(account, in now, owner.Warnings)) index.Arm(account, in now, owner.Warnings);
        if (now.IsFailing) Fail(account, 0, ref owner.Case, in now, touched);
    }

    private void TestPot(int slot, bool touched)
    {
        ref Position position = ref state.Positions[slot];
        if (position.Size.Value == 0 && (position.Threshold | position.Case | position.Warnings) == 0) return;
        RiskFigures now = figures.Pot(slot);
        int below = RiskLines.Below(now.Equity, now.MaintenanceMargin);
        if (position.Warnings != Math.Min(below, RiskLines.Warnings)) Warn(position.Account, position.Market, in now, below, touched, ref position.Warnings);
        if (position.Size.Value == 0 || !index.CoversPot(slot, in now, position.Warnings)) index.ArmPot(slot, in now, position.Warnings);
        if (now.IsFailing) Fail(position.Account, position.Market, ref position.Case, in now, touched);
    }

    private void Warn(int account, int market, in RiskFigures now, int below, bool touched, ref byte told)
    {
        int line = Math.Min(below, RiskLines.Warnings);
        if (line < told && !touched) return;
        if (line > told)
        {
            ref MarginWarning warning = ref state.Events.Next<MarginWarning>(account, market);
            warning.Equity = now.Equity;
            warning.MaintenanceMargin = now.MaintenanceMargin;
            warning.LinePermille = RiskLines.Permille(line - 1);
        }
        told = (byte)line;
    }

    private void Fail(int account, ushort market, ref int @case, in RiskFigures now, bool touched)
    {
        if (@case == 0)
        {
            LiquidationCase part = new() { Account = account, Market = market };
            if (gate.MayBegin(in part, in now)) @case = state.Cases.Open(account, market);
            return;
        }
        ref LiquidationCase known = ref state.Cases[@case];
        // Waiting helps nobody who needs all of it closed; but this command has tried that with these very prices.
        if (known.DueNs == 0 || !now.IsHopeless || known.LastSeq == state.Seq) return;
        if (touched || DependsOnMoved(account, market)) state.Cases.Wake(@case);
    }

    // Not whether a threshold brought the account here: that may have been another part's, and thresholds decide nothing.
    private bool DependsOnMoved(int account, ushort market)
    {
        if (market != 0) return state.Suspects.HasMovedMarket(market);
        for (int slot = state.Accounts[account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            ref Position position = ref state.Positions[slot];
            if (position.Size.Value != 0 && !position.IsIsolated && state.Suspects.HasMovedMarket(position.Market)) return true;
        }
        for (int slot = state.Accounts[account].FirstHolding; slot != 0; slot = state.Holdings[slot].Next)
        {
            if (state.Holdings[slot].Counted > 0 && state.Suspects.HasMovedAsset(state.Holdings[slot].Asset)) return true;
        }
        return false;
    }
}
