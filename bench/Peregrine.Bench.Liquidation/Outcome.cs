using Peregrine.Core;
using Peregrine.Twin;
using static Peregrine.Twin.Exact;

namespace Peregrine.Bench.Liquidation;

/// <summary>What one crash came to under one policy; money in µ.</summary>
internal sealed class Outcome
{
    /// <summary>Paid by insurance, and what it could not pay.</summary>
    public long Insurance { get; private set; }

    public long BadDebt { get; private set; }

    /// <summary>Liquidation fees, which insurance got.</summary>
    public long Fees { get; private set; }

    /// <summary>Value at mark of what others had taken from them, and what they got less for it than mark.</summary>
    public long Deleveraged { get; private set; }

    public long GivenUp { get; private set; }

    /// <summary>Accounts that were liquidated, and those that were deleveraged with how many lots in the market that crashed.</summary>
    public SortedSet<int> Liquidated { get; } = [];

    public SortedDictionary<int, long> Asked { get; } = [];

    /// <summary>Everything an account is worth at the last mark, by account; and the lots it still has in the market that crashed.</summary>
    public SortedDictionary<int, long> Worth { get; } = [];

    public SortedDictionary<int, long> Lots { get; } = [];

    private long _mark;

    public void Take(IEnumerable<TwinEvent> events)
    {
        foreach (TwinEvent told in events)
        {
            if (told.Kind == EventKind.LiquidationStarted) Liquidated.Add(told.Account);
            else if (told.Kind == EventKind.LiquidationStep) Fees += told.As<LiquidationStep>().Fee.Value;
            else if (told.Kind == EventKind.BadDebtBooked) BadDebt += told.As<BadDebtBooked>().Amount.Value;
            else if (told.Kind == EventKind.InsuranceDrawn) Insurance += told.As<InsuranceDrawn>().FromMarket.Value + told.As<InsuranceDrawn>().FromGlobal.Value;
            else if (told.Kind == EventKind.AdlStarted) _mark = told.As<AdlStarted>().Mark.Value;
            else if (told.Kind == EventKind.AdlApplied) TakeDeleveraged(told);
        }
    }

    public void TakeWorth(TwinState state)
    {
        foreach (TwinAccount account in state.Accounts)
        {
            long inPositions = account.Positions.Sum(p => p.Value.IsoMargin + Formulas.Unrealised(p.Value.Size, p.Value.Cost, state.Markets[p.Key - 1].Mark, state.Markets[p.Key - 1].Tv));
            Worth[account.Id] = account.Cash + inPositions;
            Lots[account.Id] = account.Positions.TryGetValue(CrashStream.Market, out TwinPosition? here) ? here.Size : 0;
        }
    }

    private void TakeDeleveraged(TwinEvent told)
    {
        AdlApplied applied = told.As<AdlApplied>();
        long atMark = Floor((Int128)applied.Qty.Value * _mark * CrashPlan.TickLotValue, Sub);
        Deleveraged += atMark;
        GivenUp += Abs(applied.Notional.Value - atMark);
        if (told.Market == CrashStream.Market) Asked[told.Account] = Asked.GetValueOrDefault(told.Account) + applied.Qty.Value;
    }
}
