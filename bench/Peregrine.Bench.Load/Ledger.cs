using Peregrine.Client.Accounts;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;

namespace Peregrine.Bench.Load;

/// <summary>What the load's users have together. They trade with each other alone, so nothing can come or go but fees and funding.</summary>
internal sealed record Ledger(long SizeLots, Int128 CashLessCostMicros, Int128 FeesMicros)
{
    public static async Task<Ledger> Of(IReadOnlyList<Trader> traders, MarketBoard markets, long seq)
    {
        var sum = new Ledger(0, 0, 0);
        foreach (Trader trader in traders)
        {
            Int128 cash = 0;
            foreach (BalanceInfo balance in (await trader.Person.Account.Balances(seq)).Value) cash += balance.AmountE12 / Grid.Micros.UnitE12;
            IReadOnlyList<PositionInfo> positions = (await trader.Person.Account.Positions(markets, seq)).Value;
            foreach (PositionInfo position in positions)
                sum = new Ledger(sum.SizeLots + position.Size.Value, sum.CashLessCostMicros - position.Cost.Value, sum.FeesMicros + position.Fees.Value);
            sum = sum with { CashLessCostMicros = sum.CashLessCostMicros + cash };
        }
        return sum;
    }
}
