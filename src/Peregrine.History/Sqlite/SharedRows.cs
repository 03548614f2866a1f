using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.History.Sqlite;

/// <summary>Rows that many events of a batch touch: sums, last values and positions. They are kept while a batch is made and written once at its end.</summary>
internal sealed class SharedRows(RowStatements sql)
{
    private readonly Dictionary<(int Market, int Source, long Length, long Start), Candle> _candles = [];
    private readonly Dictionary<(int Market, long Day), MarketDay> _marketDays = [];
    private readonly Dictionary<long, VenueDay> _venueDays = [];
    private readonly Dictionary<(int Account, long Day), AccountDay> _accountDays = [];
    private readonly Dictionary<(int Account, int Asset), Balance> _balances = [];
    private readonly Dictionary<(int Account, int Asset, long Day), long> _balanceDays = [];
    private readonly Dictionary<(int Account, int Market), Holding> _positions = [];
    private readonly Dictionary<(int Account, int Market, long Day), (long Size, long Cost, long Pot)> _positionDays = [];
    private readonly Dictionary<(int Market, long Period), Flow> _flows = [];
    private readonly Dictionary<int, Open> _open = [];
    // Of markets nothing that counts here changes while they are listed.
    private readonly Dictionary<int, long> _tickLotValues = [];

    /// <summary>What one lot costs a tick, in millionths.</summary>
    public long TickLotValue(int market)
    {
        ref long value = ref CollectionsMarshal.GetValueRefOrAddDefault(_tickLotValues, market, out bool isKnown);
        if (!isKnown) value = sql.Number("SELECT tick_lot_value FROM markets WHERE market = $1", market);
        return value;
    }

    /// <summary>A market was listed: what was known of one of its number is no more.</summary>
    public void Relist(int market) => _tickLotValues.Remove(market);

    public void Trade(int market, int source, long lengthNs, long startNs, long price, long qty, long notional, Side taker, (long Seq, int Place) id)
    {
        ref Candle candle = ref CollectionsMarshal.GetValueRefOrAddDefault(_candles, (market, source, lengthNs, startNs), out bool isThere);
        if (!isThere) candle = new Candle { Open = price, High = price, Low = price, First = id };
        (candle.High, candle.Low, candle.Close, candle.Last) = (Math.Max(candle.High, price), Math.Min(candle.Low, price), price, id);
        (candle.Volume, candle.Notional, candle.Count) = (candle.Volume + qty, candle.Notional + notional, candle.Count + 1);
        if (taker == Side.Buy) (candle.Bought, candle.BoughtNotional) = (candle.Bought + qty, candle.BoughtNotional + notional);
    }

    public void CountTrade(int market, long day, long lots, long volume)
    {
        ref MarketDay sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_marketDays, (market, day), out _);
        sums = new MarketDay(sums.Trades + 1, sums.Lots + lots, sums.Volume + volume);
    }

    public void Earn(long day, in VenueDay earned)
    {
        ref VenueDay sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_venueDays, day, out _);
        sums = new VenueDay(sums.Fees + earned.Fees, sums.Referrals + earned.Referrals, sums.Builders + earned.Builders, sums.Liquidation + earned.Liquidation);
    }

    public void Count(int account, long day, in AccountDay counted)
    {
        ref AccountDay sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_accountDays, (account, day), out _);
        sums = new AccountDay(sums.Fills + counted.Fills, sums.Volume + counted.Volume, sums.Fees + counted.Fees, sums.Realised + counted.Realised, sums.Funding + counted.Funding, sums.Inflow + counted.Inflow);
    }

    public long BalanceOf(int account, int asset)
    {
        ref Balance balance = ref CollectionsMarshal.GetValueRefOrAddDefault(_balances, (account, asset), out bool isKnown);
        if (!isKnown) balance = new Balance(sql.Number("SELECT amount FROM balances WHERE account = $1 AND asset = $2", account, asset), 0);
        return balance.Amount;
    }

    public void Keep(int account, int asset, long day, long amount, long seq)
    {
        _balances[(account, asset)] = new Balance(amount, seq);
        _balanceDays[(account, asset, day)] = amount;
    }

    /// <summary>A position, or none at all where there never was one.</summary>
    public ref Holding Position(int account, int market)
    {
        ref Holding position = ref CollectionsMarshal.GetValueRefOrAddDefault(_positions, (account, market), out bool isKnown);
        if (!isKnown) position = Read(account, market);
        return ref position;
    }

    public void CountPosition(int account, int market, long day, long size, long cost, long pot) => _positionDays[(account, market, day)] = (size, cost, pot);

    /// <summary>Somebody took from a market's book.</summary>
    public void CountTaken(int market, long period, Side side, long lots)
    {
        ref Flow flow = ref CollectionsMarshal.GetValueRefOrAddDefault(_flows, (market, period), out _);
        (flow.Buys, flow.Sells) = side == Side.Buy ? (flow.Buys + lots, flow.Sells) : (flow.Buys, flow.Sells + lots);
        flow.Open = OpenIn(market);
    }

    /// <summary>A position in a market is of another size.</summary>
    public void CountOpen(int market, long period, long before, long after)
    {
        ref Open open = ref OpenIn(market);
        open = new Open(
            open.Lots + Math.Max(after, 0) - Math.Max(before, 0),
            open.Longs + (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0),
            open.Shorts + (after < 0 ? 1 : 0) - (before < 0 ? 1 : 0));
        CollectionsMarshal.GetValueRefOrAddDefault(_flows, (market, period), out _).Open = open;
    }

    /// <summary>Writes everything that is kept.</summary>
    public void Write()
    {
        WriteSums();
        WriteBalances();
        WritePositions();
        WriteFlows();
    }

    // What is open in a market now is what its last row says.
    private ref Open OpenIn(int market)
    {
        ref Open open = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, market, out bool isKnown);
        Span<long> row = stackalloc long[3];
        if (!isKnown && sql.Read("SELECT interest, longs, shorts FROM market_flows WHERE market = $1 ORDER BY period DESC LIMIT 1", row, market)) open = new Open(row[0], row[1], row[2]);
        return ref open;
    }

    private Holding Read(int account, int market)
    {
        Span<long> row = stackalloc long[8];
        bool isThere = sql.Read("SELECT size, cost, isolated_margin, realised, fees, funding, size_max, opened_ns FROM positions WHERE account = $1 AND market = $2", row, account, market);
        return isThere ? new Holding { Size = row[0], Cost = row[1], Pot = row[2], Realised = row[3], Fees = row[4], Funding = row[5], SizeMax = row[6], OpenedNs = row[7] } : default;
    }

    private void WriteSums()
    {
        foreach (((int market, int source, long length, long start), Candle candle) in _candles)
        {
            sql.Run("""
                INSERT INTO candles VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT DO UPDATE SET
                  high = MAX(high, $6), low = MIN(low, $7), close = $8, volume = volume + $9, notional = notional + $10, count = count + $11,
                  bought = bought + $12, bought_notional = bought_notional + $13, last_seq = $16, last_trade = $17
                """, market, source, length, start, candle.Open, candle.High, candle.Low, candle.Close, candle.Volume, candle.Notional, candle.Count, candle.Bought, candle.BoughtNotional,
                candle.First.Seq, candle.First.Place, candle.Last.Seq, candle.Last.Place);
        }
        foreach (((int market, long day), MarketDay sums) in _marketDays)
        {
            sql.Run("INSERT INTO market_days VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO UPDATE SET trades = trades + $3, lots = lots + $4, volume = volume + $5",
                market, day, sums.Trades, sums.Lots, sums.Volume);
        }
        foreach ((long day, VenueDay sums) in _venueDays)
        {
            sql.Run("""
                INSERT INTO platform_days VALUES ($1, 1, $2, $3, $4, $5) ON CONFLICT DO UPDATE SET
                  fees = fees + $2, referrals = referrals + $3, builders = builders + $4, liquidation_fees = liquidation_fees + $5
                """, day, sums.Fees.Value, sums.Referrals.Value, sums.Builders.Value, sums.Liquidation.Value);
        }
        foreach (((int account, long day), AccountDay sums) in _accountDays)
        {
            sql.Run("""
                INSERT INTO account_days VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO UPDATE SET
                  fills = fills + $3, volume = volume + $4, fees = fees + $5, realised = realised + $6, funding = funding + $7, inflow = inflow + $8
                """, account, day, sums.Fills, sums.Volume, sums.Fees, sums.Realised, sums.Funding, sums.Inflow);
        }
        _candles.Clear();
        _marketDays.Clear();
        _venueDays.Clear();
        _accountDays.Clear();
    }

    private void WriteBalances()
    {
        foreach (((int account, int asset), Balance balance) in _balances)
        {
            // Only asked for.
            if (balance.Seq == 0) continue;
            sql.Run("INSERT INTO balances VALUES ($1, $2, $3, $4) ON CONFLICT DO UPDATE SET amount = $3, updated_seq = $4", account, asset, balance.Amount, balance.Seq);
        }
        foreach (((int account, int asset, long day), long amount) in _balanceDays)
            sql.Run("INSERT INTO balance_days VALUES ($1, $2, $3, $4) ON CONFLICT DO UPDATE SET amount = $4", account, asset, day, amount);
        _balances.Clear();
        _balanceDays.Clear();
    }

    private void WritePositions()
    {
        foreach (((int account, int market), Holding held) in _positions)
        {
            if (held.Seq == 0) continue;
            sql.Run("INSERT OR REPLACE INTO positions VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", account, market, held.Size, held.Cost, held.Pot, held.Realised,
                held.Fees, held.Funding, held.SizeMax, held.OpenedNs, held.Seq);
        }
        foreach (((int account, int market, long day), (long size, long cost, long pot)) in _positionDays)
            sql.Run("INSERT INTO position_days VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO UPDATE SET size = $4, cost = $5, isolated_margin = $6", account, market, day, size, cost, pot);
        _positions.Clear();
        _positionDays.Clear();
    }

    private void WriteFlows()
    {
        foreach (((int market, long period), Flow flow) in _flows)
        {
            sql.Run("""
                INSERT INTO market_flows VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO UPDATE SET
                  taker_buys = taker_buys + $3, taker_sells = taker_sells + $4, interest = $5, longs = $6, shorts = $7
                """, market, period, flow.Buys, flow.Sells, flow.Open.Lots, flow.Open.Longs, flow.Open.Shorts);
        }
        _flows.Clear();
        _open.Clear();
    }

    private record struct Candle(long Open, long High, long Low, long Close, long Volume, long Notional, long Count, long Bought, long BoughtNotional,
        (long Seq, int Place) First, (long Seq, int Place) Last);

    private readonly record struct MarketDay(long Trades, long Lots, long Volume);

    private record struct Flow(long Buys, long Sells, Open Open);

    private readonly record struct Open(long Lots, long Longs, long Shorts);

    private readonly record struct Balance(long Amount, long Seq);
}

/// <summary>What the venue kept of a day.</summary>
internal readonly record struct VenueDay(Micros Fees, Micros Referrals, Micros Builders, Micros Liquidation);

/// <summary>What a day brought an account.</summary>
internal readonly record struct AccountDay(long Fills, long Volume, long Fees, long Realised, long Funding, long Inflow);

/// <summary>A position as history has it; the command that changed it last, 0 while none has.</summary>
internal record struct Holding(long Size, long Cost, long Pot, long Realised, long Fees, long Funding, long SizeMax, long OpenedNs, long Seq);
