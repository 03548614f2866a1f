using Peregrine.Client.Accounts;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;

namespace Peregrine.Bench.Load;

/// <summary>What one user has: positions, and settle money less what they cost.</summary>
internal sealed record Ledger(long SizeLots, Int128 CashLessCostMicros)
{
    public static async Task<Ledger> Of(Trader trader, MarketBoard markets, long seq)
    {
        Int128 cash = 0;
        long size = 0;
        foreach (BalanceInfo balance in (await trader.Person.Account.Balances(seq)).Value) cash += balance.AmountE12 / Grid.Micros.UnitE12;
        foreach (PositionInfo position in (await trader.Person.Account.Positions(markets, seq)).Value) (size, cash) = (size + position.Size.Value, cash - position.Cost.Value);
        return new Ledger(size, cash);
    }

    /// <summary>Whether what was told in between is exactly what happened.</summary>
    public bool Becomes(Ledger after, Tally tally) =>
        tally.Sum() is { IsWhole: true } told && after.SizeLots == SizeLots + told.SizeLots && after.CashLessCostMicros == CashLessCostMicros + told.Flow;
}
