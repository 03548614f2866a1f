using Peregrine.Core;

namespace Peregrine.History.Sqlite;

/// <summary>Fills, positions, balances and the ledger: each movement is the difference between what an event tells and what was told before it.</summary>
internal sealed class MoneyRows(RowStatements sql, SharedRows shared)
{
    private const int SettleAsset = 1;
    private const long DayNs = 86_400_000_000_000;

    private readonly record struct Side(int Account, OrderId Order, bool IsMaker);

    private Side _taker;
    private Side _maker;
    private Subticks _price;
    private int? _tradeIndex;

    /// <summary>The changes of two positions follow, the taker's first.</summary>
    public void Expect(int taker, in Trade trade)
    {
        (_taker, _maker) = (new Side(taker, trade.TakerOrder, false), new Side(trade.MakerAccount, trade.MakerOrder, true));
        (_price, _tradeIndex) = (new Subticks(trade.Price.Value * Subticks.PerTick), trade.TradeIndex);
    }

    /// <summary>The changes of two positions follow that no order made.</summary>
    public void Expect(Subticks price) => (_taker, _maker, _price, _tradeIndex) = (default, default, price, null);

    /// <summary>The command is over: what no trade is told for has no price.</summary>
    public void Forget() => Expect(Subticks.Zero);

    /// <returns>The order whose fill it is, if it is one's.</returns>
    public OrderId Change(in EventHeader header, in PositionChanged changed)
    {
        Holding before = shared.Position(header.Account, header.Market);
        Side side = header.Account == _taker.Account ? _taker : header.Account == _maker.Account ? _maker : default;
        if (header.Account == _taker.Account) _taker = default;
        else if (header.Account == _maker.Account) _maker = default;
        long moved = changed.Size.Value - before.Size;
        sql.Run("INSERT INTO fills VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)", header.Seq, header.Index, header.TimeNs,
            header.Account, (int)header.Market, side.Order.Value, _tradeIndex, moved > 0 ? 1 : 2, side.IsMaker ? 1 : 0, (int)changed.Reason, _price.Value,
            Math.Abs(moved), changed.Fees.Value, changed.Realised.Value, changed.Size.Value, changed.Cost.Value);
        Enter(in header, LedgerKind.Fill, header.Market, SettleAsset, changed.Cash.Value, changed.IsolatedMargin.Value - before.Pot, changed.IsolatedMargin.Value, 0);
        Keep(in header, in changed, in before);
        shared.CountOpen(header.Market, header.TimeNs / MarketRows.FlowNs, before.Size, changed.Size.Value);
        CountFill(in header, in changed, moved);
        return side.Order;
    }

    public void Change(in EventHeader header, in BalanceChanged changed) =>
        Enter(in header, (LedgerKind)changed.Reason, 0, changed.Asset, changed.Balance, 0, 0, changed.Counterparty);

    /// <summary>Money moved between an account's cash and its pot in a market, or came into either.</summary>
    public void Move(in EventHeader header, LedgerKind kind, Micros cash, Micros pot)
    {
        ref Holding held = ref shared.Position(header.Account, header.Market);
        Enter(in header, kind, header.Market, SettleAsset, cash.Value, pot.Value - held.Pot, pot.Value, 0);
        (held.Pot, held.Seq) = (pot.Value, header.Seq);
        shared.CountPosition(header.Account, header.Market, header.TimeNs / DayNs, held.Size, held.Cost, pot.Value);
    }

    /// <summary>What an account or pot lacked was paid: a pot of no market is the account's cash.</summary>
    public void Cover(in EventHeader header, LedgerKind kind, Micros cash, Micros pot)
    {
        if (header.Market != 0) Move(in header, kind, cash, pot);
        else Hold(in header, kind, cash);
    }

    /// <summary>What an account's cash is after an event of its own.</summary>
    public void Hold(in EventHeader header, LedgerKind kind, Micros cash) => Enter(in header, kind, header.Market, SettleAsset, cash.Value, 0, 0, 0);

    public void Pay(in EventHeader header, in FundingPaid paid)
    {
        sql.Run("INSERT INTO funding VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", header.Seq, header.Index, header.TimeNs, header.Account, (int)header.Market,
            paid.Amount.Value, paid.Size.Value, paid.Index.Value, paid.RatePpb, paid.Epoch);
        Move(in header, LedgerKind.Funding, paid.Cash, paid.IsolatedMargin);
        shared.Position(header.Account, header.Market).Funding += paid.Amount.Value;
        shared.Count(header.Account, header.TimeNs / DayNs, new AccountDay { Funding = paid.Amount.Value });
    }

    private void Enter(in EventHeader header, LedgerKind kind, int market, int asset, long balance, long potChange, long pot, int counterparty)
    {
        long change = balance - shared.BalanceOf(header.Account, asset);
        if (change == 0 && potChange == 0) return;
        sql.Run("INSERT INTO ledger VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", header.Seq, header.Index, header.TimeNs, header.Account, market,
            asset, (int)kind, change, balance, potChange, pot, counterparty);
        shared.Keep(header.Account, asset, header.TimeNs / DayNs, balance, header.Seq);
        if (kind <= LedgerKind.TransferOut) CountInflow(in header, asset, change);
    }

    // What came from outside or went there is no profit; collateral counts at the index of the moment.
    private void CountInflow(in EventHeader header, int asset, long change)
    {
        long price = sql.Number("SELECT index_price FROM assets WHERE asset = $1", asset);
        Int128 unit = Int128.One;
        for (long i = sql.Number("SELECT decimals FROM assets WHERE asset = $1", asset); i > 0; i--) unit *= 10;
        shared.Count(header.Account, header.TimeNs / DayNs, new AccountDay { Inflow = (long)((Int128)change * price / unit) });
    }

    // A position that turns is one that closes and one that opens; the fill's fees are the new one's, as the engine has it.
    private void Keep(in EventHeader header, in PositionChanged changed, in Holding before)
    {
        long size = changed.Size.Value;
        bool opens = before.Size == 0 || before.Size > 0 != size > 0 && size != 0;
        bool closes = before.Size != 0 && (size == 0 || opens);
        if (closes)
        {
            sql.Run("INSERT INTO closed_positions VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", header.Seq, header.Index, header.TimeNs, header.Account,
                (int)header.Market, before.Size > 0 ? 1 : 2, before.SizeMax, before.Realised + changed.Realised.Value,
                before.Fees + (opens ? 0 : changed.Fees.Value), before.Funding, (int)changed.Reason, before.OpenedNs);
        }
        Holding after = opens
            ? new Holding { Fees = changed.Fees.Value, SizeMax = Math.Abs(size), OpenedNs = header.TimeNs }
            : before with { Realised = before.Realised + changed.Realised.Value, Fees = before.Fees + changed.Fees.Value, SizeMax = Math.Max(before.SizeMax, Math.Abs(size)) };
        shared.Position(header.Account, header.Market) = after with { Size = size, Cost = changed.Cost.Value, Pot = changed.IsolatedMargin.Value, Seq = header.Seq };
        shared.CountPosition(header.Account, header.Market, header.TimeNs / DayNs, size, changed.Cost.Value, changed.IsolatedMargin.Value);
    }

    private void CountFill(in EventHeader header, in PositionChanged changed, long moved)
    {
        long volume = (long)((Int128)Math.Abs(moved) * _price.Value * shared.TickLotValue(header.Market) / Subticks.PerTick);
        shared.Count(header.Account, header.TimeNs / DayNs, new AccountDay { Fills = 1, Volume = volume, Fees = changed.Fees.Value, Realised = changed.Realised.Value });
    }
}
