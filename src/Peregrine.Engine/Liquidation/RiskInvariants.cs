using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>What liquidation promises, asked of every account: nobody below its margin was overlooked, no closed part owes anything, queues and sums agree.</summary>
internal sealed class RiskInvariants(EngineState state)
{
    private readonly RiskBook _figures = new(state);
    private readonly LiquidationGate _gate = new(state);
    private int _cases;

    public void Check()
    {
        if (state.Suspects.IsOff) return;
        That(!state.Suspects.Any, "between commands nobody waits to be tested", "");
        _cases = 0;
        for (int account = 1; account <= state.AccountCount; account++) CheckAccount(account);
        That(_cases == state.Cases.Count, "every liquidation is of an account or a position", "");
        int backstops = 0;
        for (int id = 1; id <= state.MarketCount; id++)
        {
            MarketRisk risk = state.Markets[id].Risk;
            That(risk.Insurance.Money.Value >= 0 && risk.BadDebt.Value <= 0, "insurance has money or owes it", $"market {id}");
            if (risk.Backstop.Target != 0) backstops++;
        }
        That(backstops == state.BackstopCount, "backstops are counted", "");
        That(state.System.Insurance.Money.Value >= 0 && state.System.BadDebt.Value <= 0, "insurance has money or owes it", "");
    }

    private void CheckAccount(int account)
    {
        ref Account owner = ref state.Accounts[account];
        RiskFigures cross = _figures.Cross(account);
        CheckPart(account, 0, in cross, owner.Case, owner.Warnings);
        for (int slot = owner.FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            ref Position position = ref state.Positions[slot];
            if (!position.IsIsolated) continue;
            RiskFigures pot = _figures.Pot(slot);
            CheckPart(account, position.Market, in pot, position.Case, position.Warnings);
        }
    }

    private void CheckPart(int account, ushort market, in RiskFigures now, int @case, int warnings)
    {
        string where = $"account {account}, market {market}, E {now.Equity}, MM {now.MaintenanceMargin}";
        LiquidationCase part = new() { Account = account, Market = market };
        if (@case != 0)
        {
            _cases++;
            ref LiquidationCase known = ref state.Cases[@case];
            That(known.Account == account && known.Market == market, "a liquidation knows whom it is about", where);
        }
        That(@case != 0 || !now.IsFailing || !_gate.MayBegin(in part, in now), "nobody is below its margin who could be liquidated and is not", where);
        int below = Math.Min(RiskLines.Below(now.Equity, now.MaintenanceMargin), RiskLines.Warnings);
        That(below <= warnings, "nobody is below a line without having been warned", where);
    }

    private static void That(bool holds, string what, string where)
    {
        if (!holds) Invariant.That(false, where.Length == 0 ? what : $"{what}: {where}");
    }
}
