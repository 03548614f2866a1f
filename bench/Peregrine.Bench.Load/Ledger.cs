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

    /// <summary>How what was told in between differs from what happened; null when it is exactly that.</summary>
    public string? Missing(Ledger after, Tally tally)
    {
        (bool isWhole, long size, Int128 flow) = tally.Sum();
        if (!isWhole) return "it was told of a gap in what it was told";
        (long lots, Int128 micros) = (after.SizeLots - SizeLots - size, after.CashLessCostMicros - CashLessCostMicros - flow);
        return lots == 0 && micros == 0 ? null : $"its account has {lots} lots and {micros} micro-dollars more than it was told";
    }
}
