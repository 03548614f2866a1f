namespace Peregrine.Bench.Liquidation;

/// <summary>One crash under one policy in comparable figures: shares of the value or of the number that were there when it began.</summary>
/// <remarks>What users keep is asked of the same accounts under every policy: of those whom any of them liquidated.</remarks>
internal sealed record Row(
    double Insurance, double Unpaid, double Fees, double Backstop, double Kept, double Held, double Deleveraged, double GivenUp, int Accounts, double DeepestCut, double HedgedLots, int Dented, int Broken)
{
    public static Row Of(CrashPlan plan, Outcome outcome, IReadOnlySet<int> victims)
    {
        double interest = plan.InterestValue;
        Trader[] hedgers = [.. plan.Traders.Where(t => t.Role == Role.Hedger)];
        Trader[] hit = [.. plan.Traders.Where(t => victims.Contains(t.Account))];
        double brought = hit.Sum(t => (double)CrashPlan.MoneyOf(t)), lots = hit.Sum(t => (double)t.Lots);
        return new Row(
            outcome.Insurance / interest,
            outcome.BadDebt / interest,
            outcome.Fees / interest,
            (outcome.Worth[CrashPlan.Backstop] - plan.BackstopMoney) / interest,
            hit.Length == 0 ? double.NaN : hit.Sum(t => (double)outcome.Worth[t.Account]) / brought,
            hit.Length == 0 ? double.NaN : hit.Sum(t => (double)Math.Abs(outcome.Lots[t.Account])) / lots,
            outcome.Deleveraged / interest,
            outcome.GivenUp / interest,
            outcome.Asked.Count,
            plan.Traders.Max(t => CutOf(t, outcome)),
            hedgers.Sum(t => (double)outcome.Asked.GetValueOrDefault(t.Account)) / Math.Max(1, hedgers.Sum(t => t.Lots)),
            hedgers.Count(t => CutOf(t, outcome) > 0.1),
            hedgers.Count(t => CutOf(t, outcome) > 0.5));
    }

    // The share of its position that was taken.
    private static double CutOf(Trader trader, Outcome outcome) => outcome.Asked.GetValueOrDefault(trader.Account) / (double)Math.Max(1, trader.Lots);
}
