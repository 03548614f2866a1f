using Peregrine.Core;

namespace Peregrine.History.Sqlite;

/// <summary>The numbered steps that made the file's tables. A step that a venue may have taken is never edited: a new one is added.</summary>
/// <remarks>(seq, idx) is the event that made the row. Amounts are the engine's whole numbers; prices are in ticks where the name says nothing, else in subticks.</remarks>
internal static class Migrations
{
    private static readonly string[] Steps =
    [
        // 1: everything that events tell so far
        """
        CREATE TABLE cursor (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, time_ns INTEGER NOT NULL, unknown INTEGER NOT NULL);
        INSERT INTO cursor VALUES (1, 0, 0, 0);
        CREATE TABLE markets (market INTEGER PRIMARY KEY, symbol TEXT NOT NULL, tick_lot_value INTEGER NOT NULL, tick_e9 INTEGER NOT NULL, lot_e9 INTEGER NOT NULL);
        CREATE TABLE assets (asset INTEGER PRIMARY KEY, symbol TEXT NOT NULL, decimals INTEGER NOT NULL, index_price INTEGER NOT NULL);

        CREATE TABLE orders (seq INTEGER, idx INTEGER, time_ns INTEGER NOT NULL, account INTEGER NOT NULL, market INTEGER NOT NULL,
          order_id INTEGER NOT NULL UNIQUE, client_id TEXT, parent INTEGER NOT NULL, type INTEGER NOT NULL, side INTEGER NOT NULL, tif INTEGER NOT NULL,
          flags INTEGER NOT NULL, label INTEGER NOT NULL, api_key INTEGER NOT NULL, price INTEGER NOT NULL, qty INTEGER NOT NULL,
          trigger_kind INTEGER NOT NULL DEFAULT 0, trigger_price INTEGER NOT NULL DEFAULT 0, filled INTEGER NOT NULL DEFAULT 0, notional INTEGER NOT NULL DEFAULT 0,
          fees INTEGER NOT NULL DEFAULT 0, state INTEGER NOT NULL, reason INTEGER NOT NULL DEFAULT 0, code INTEGER NOT NULL DEFAULT 0, kind INTEGER NOT NULL, updated_seq INTEGER NOT NULL,
          updated_ns INTEGER NOT NULL, PRIMARY KEY (seq, idx)) WITHOUT ROWID;
        CREATE INDEX orders_of_account ON orders (account, seq, idx);

        CREATE TABLE trades (seq INTEGER, idx INTEGER, time_ns INTEGER NOT NULL, market INTEGER NOT NULL, trade_index INTEGER NOT NULL, price INTEGER NOT NULL,
          qty INTEGER NOT NULL, notional INTEGER NOT NULL, taker_side INTEGER NOT NULL, reason INTEGER NOT NULL, PRIMARY KEY (seq, idx)) WITHOUT ROWID;
        CREATE INDEX trades_of_market ON trades (market, seq, idx);

        CREATE TABLE fills (seq INTEGER, idx INTEGER, time_ns INTEGER NOT NULL, account INTEGER NOT NULL, market INTEGER NOT NULL, order_id INTEGER NOT NULL,
          trade_index INTEGER, side INTEGER NOT NULL, is_maker INTEGER NOT NULL, reason INTEGER NOT NULL, price_subticks INTEGER NOT NULL, qty INTEGER NOT NULL,
          fees INTEGER NOT NULL, realised INTEGER NOT NULL, size_after INTEGER NOT NULL, cost_after INTEGER NOT NULL, PRIMARY KEY (seq, idx)) WITHOUT ROWID;
        CREATE INDEX fills_of_account ON fills (account, seq, idx);

        CREATE TABLE positions (account INTEGER, market INTEGER, size INTEGER NOT NULL, cost INTEGER NOT NULL, isolated_margin INTEGER NOT NULL,
          realised INTEGER NOT NULL, fees INTEGER NOT NULL, funding INTEGER NOT NULL, size_max INTEGER NOT NULL, opened_ns INTEGER NOT NULL, updated_seq INTEGER NOT NULL,
          PRIMARY KEY (account, market)) WITHOUT ROWID;
        CREATE TABLE closed_positions (seq INTEGER, idx INTEGER, time_ns INTEGER NOT NULL, account INTEGER NOT NULL, market INTEGER NOT NULL, side INTEGER NOT NULL,
          size_max INTEGER NOT NULL, realised INTEGER NOT NULL, fees INTEGER NOT NULL, funding INTEGER NOT NULL, reason INTEGER NOT NULL, opened_ns INTEGER NOT NULL,
          PRIMARY KEY (seq, idx)) WITHOUT ROWID;
        CREATE INDEX closed_positions_of_account ON closed_positions (account, seq, idx);

        CREATE TABLE balances (account INTEGER, asset INTEGER, amount INTEGER NOT NULL, updated_seq INTEGER NOT NULL, PRIMARY KEY (account, asset)) WITHOUT ROWID;
        CREATE TABLE ledger (seq INTEGER, idx INTEGER, time_ns INTEGER NOT NULL, account INTEGER NOT NULL, market INTEGER NOT NULL, asset INTEGER NOT NULL,
          kind INTEGER NOT NULL, change INTEGER NOT NULL, balance INTEGER NOT NULL, pot_change INTEGER NOT NULL, pot INTEGER NOT NULL, counterparty INTEGER NOT NULL,
          PRIMARY KEY (seq, idx)) WITHOUT ROWID;
        CREATE INDEX ledger_of_account ON ledger (account, seq, idx);

        CREATE TABLE funding (seq INTEGER, idx INTEGER, time_ns INTEGER NOT NULL, account INTEGER NOT NULL, market INTEGER NOT NULL, amount INTEGER NOT NULL,
          size INTEGER NOT NULL, index_subticks INTEGER NOT NULL, rate_ppb INTEGER NOT NULL, epoch INTEGER NOT NULL, PRIMARY KEY (seq, idx)) WITHOUT ROWID;
        CREATE INDEX funding_of_account ON funding (account, seq, idx);
        CREATE TABLE funding_rates (seq INTEGER, idx INTEGER, time_ns INTEGER NOT NULL, market INTEGER NOT NULL, hour_ns INTEGER NOT NULL, index_subticks INTEGER NOT NULL,
          rate_ppb INTEGER NOT NULL, rate8_ppb INTEGER NOT NULL, premium_ppb INTEGER NOT NULL, samples INTEGER NOT NULL, epoch INTEGER NOT NULL,
          PRIMARY KEY (seq, idx)) WITHOUT ROWID;
        CREATE INDEX funding_rates_of_market ON funding_rates (market, seq, idx);

        CREATE TABLE risk (seq INTEGER, idx INTEGER, time_ns INTEGER NOT NULL, account INTEGER NOT NULL, market INTEGER NOT NULL, kind INTEGER NOT NULL,
          qty INTEGER NOT NULL, price_subticks INTEGER NOT NULL, amount INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (seq, idx)) WITHOUT ROWID;
        CREATE INDEX risk_of_account ON risk (account, seq, idx);

        CREATE TABLE prices (seq INTEGER, idx INTEGER, time_ns INTEGER NOT NULL, market INTEGER NOT NULL, asset INTEGER NOT NULL, index_price INTEGER NOT NULL,
          mark_subticks INTEGER NOT NULL, PRIMARY KEY (seq, idx)) WITHOUT ROWID;
        CREATE INDEX prices_of_market ON prices (market, seq, idx);

        CREATE TABLE system (seq INTEGER, idx INTEGER, time_ns INTEGER NOT NULL, account INTEGER NOT NULL, market INTEGER NOT NULL, kind INTEGER NOT NULL,
          body BLOB NOT NULL, PRIMARY KEY (seq, idx)) WITHOUT ROWID;

        CREATE TABLE candles (market INTEGER, source INTEGER, length_ns INTEGER, start_ns INTEGER, open INTEGER NOT NULL, high INTEGER NOT NULL, low INTEGER NOT NULL,
          close INTEGER NOT NULL, volume INTEGER NOT NULL, notional INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (market, source, length_ns, start_ns)) WITHOUT ROWID;
        CREATE INDEX candles_by_age ON candles (length_ns, start_ns);

        CREATE TABLE account_days (account INTEGER, day INTEGER, fills INTEGER NOT NULL, volume INTEGER NOT NULL, fees INTEGER NOT NULL, realised INTEGER NOT NULL,
          funding INTEGER NOT NULL, inflow INTEGER NOT NULL, PRIMARY KEY (account, day)) WITHOUT ROWID;
        -- What an account had when a day in which it changed was over, and what it was worth by then.
        CREATE TABLE balance_days (account INTEGER, asset INTEGER, day INTEGER, amount INTEGER NOT NULL, PRIMARY KEY (account, asset, day)) WITHOUT ROWID;
        CREATE TABLE position_days (account INTEGER, market INTEGER, day INTEGER, size INTEGER NOT NULL, cost INTEGER NOT NULL, isolated_margin INTEGER NOT NULL,
          PRIMARY KEY (account, market, day)) WITHOUT ROWID;
        CREATE TABLE asset_days (asset INTEGER, day INTEGER, index_price INTEGER NOT NULL, PRIMARY KEY (asset, day)) WITHOUT ROWID;
        CREATE TABLE market_days (market INTEGER, day INTEGER, trades INTEGER NOT NULL, lots INTEGER NOT NULL, volume INTEGER NOT NULL,
          PRIMARY KEY (market, day)) WITHOUT ROWID;
        -- What the venue keeps of fees after rebates and referrers; what of it goes into insurance is told with neither.
        CREATE TABLE platform_days (day INTEGER, asset INTEGER, fees INTEGER NOT NULL, referrals INTEGER NOT NULL, builders INTEGER NOT NULL,
          liquidation_fees INTEGER NOT NULL, PRIMARY KEY (day, asset)) WITHOUT ROWID;
        """,
        // 2: who took and what was open by five minutes, made of the fills and trades that are there; changes of orders from now on
        """
        CREATE TABLE market_flows (market INTEGER, period INTEGER, taker_buys INTEGER NOT NULL, taker_sells INTEGER NOT NULL, interest INTEGER NOT NULL,
          longs INTEGER NOT NULL, shorts INTEGER NOT NULL, PRIMARY KEY (market, period)) WITHOUT ROWID;
        INSERT INTO market_flows
          WITH sizes AS (SELECT market, time_ns / 300000000000 AS period, size_after AS after,
              LAG(size_after, 1, 0) OVER (PARTITION BY account, market ORDER BY seq, idx) AS before FROM fills),
            moves AS (SELECT market, period, SUM(MAX(after, 0) - MAX(before, 0)) AS lots, SUM((after > 0) - (before > 0)) AS longs, SUM((after < 0) - (before < 0)) AS shorts
              FROM sizes GROUP BY market, period),
            taken AS (SELECT market, time_ns / 300000000000 AS period, SUM(CASE taker_side WHEN 1 THEN qty ELSE 0 END) AS buys, SUM(CASE taker_side WHEN 2 THEN qty ELSE 0 END) AS sells
              FROM trades GROUP BY market, time_ns / 300000000000)
          SELECT moves.market, moves.period, COALESCE(buys, 0), COALESCE(sells, 0), SUM(lots) OVER running, SUM(longs) OVER running, SUM(shorts) OVER running
          FROM moves LEFT JOIN taken ON taken.market = moves.market AND taken.period = moves.period
          WINDOW running AS (PARTITION BY moves.market ORDER BY moves.period);

        CREATE TABLE amendments (seq INTEGER, idx INTEGER, time_ns INTEGER NOT NULL, account INTEGER NOT NULL, market INTEGER NOT NULL, order_id INTEGER NOT NULL,
          number INTEGER NOT NULL, price_before INTEGER NOT NULL, price INTEGER NOT NULL, qty_before INTEGER NOT NULL, qty INTEGER NOT NULL,
          trigger_price_before INTEGER NOT NULL, trigger_price INTEGER NOT NULL, PRIMARY KEY (seq, idx)) WITHOUT ROWID;
        CREATE INDEX amendments_of_account ON amendments (account, seq, idx);
        CREATE INDEX amendments_of_order ON amendments (order_id, seq, idx);
        """,
        // 3: of candles what takers bought, made of the trades that are there
        """
        ALTER TABLE candles ADD COLUMN bought INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE candles ADD COLUMN bought_notional INTEGER NOT NULL DEFAULT 0;
        UPDATE candles SET bought = taken.lots, bought_notional = taken.money FROM
          (SELECT market, length, time_ns / length * length AS start, SUM(qty) AS lots, SUM(notional) AS money
            FROM trades, (SELECT 60000000000 AS length UNION ALL SELECT 3600000000000 UNION ALL SELECT 86400000000000) WHERE taker_side = 1 GROUP BY market, length, start) AS taken
          WHERE candles.market = taken.market AND candles.source = 1 AND candles.length_ns = taken.length AND candles.start_ns = taken.start;
        """,
        // 4: of candles the first and the last trade, as far as the trades are there
        """
        ALTER TABLE candles ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE candles ADD COLUMN first_trade INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE candles ADD COLUMN last_seq INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE candles ADD COLUMN last_trade INTEGER NOT NULL DEFAULT 0;
        UPDATE candles SET first_seq = IIF(candles.count = made.trades, made.first >> 20, 0), first_trade = IIF(candles.count = made.trades, made.first & 1048575, 0),
            last_seq = made.last >> 20, last_trade = made.last & 1048575 FROM
          (SELECT market, length, time_ns / length * length AS start, COUNT(*) AS trades, MIN(seq << 20 | trade_index) AS first, MAX(seq << 20 | trade_index) AS last
            FROM trades, (SELECT 60000000000 AS length UNION ALL SELECT 3600000000000 UNION ALL SELECT 86400000000000) GROUP BY market, length, start) AS made
          WHERE candles.market = made.market AND candles.source = 1 AND candles.length_ns = made.length AND candles.start_ns = made.start;
        """,
        // 5: of a liquidation's orders the fees of their fills, which hold what a liquidation costs on top
        """
        UPDATE orders SET fees = paid.fees FROM (SELECT order_id, SUM(fees) AS fees FROM fills WHERE is_maker = 0 AND order_id <> 0 AND reason = 4 GROUP BY order_id) AS paid
          WHERE orders.order_id = paid.order_id;
        """,
        // 6: all terms of an order, and when its trigger fired; nothing (NULL) in rows from before
        """
        ALTER TABLE orders ADD COLUMN stp INTEGER;
        ALTER TABLE orders ADD COLUMN expire_ns INTEGER;
        ALTER TABLE orders ADD COLUMN display INTEGER;
        ALTER TABLE orders ADD COLUMN trigger_by INTEGER;
        ALTER TABLE orders ADD COLUMN activation_price INTEGER;
        ALTER TABLE orders ADD COLUMN trigger_offset INTEGER;
        ALTER TABLE orders ADD COLUMN callback_ppb INTEGER;
        ALTER TABLE orders ADD COLUMN triggered_ns INTEGER;
        """,
    ];

    public static int Newest => Steps.Length;

    /// <summary>Takes the steps that the file has not taken, each whole or not at all.</summary>
    public static void Apply(string path, Statements statements, Action<string> execute)
    {
        long taken = statements.Number("PRAGMA user_version");
        if (taken > Newest) throw new StorageException($"{path} was written by a newer program: it is at step {taken}, and this program knows {Newest}.");
        for (int step = (int)taken; step < Newest; step++)
        {
            execute("BEGIN IMMEDIATE");
            execute(Steps[step]);
            execute($"PRAGMA user_version = {step + 1}");
            execute("COMMIT");
        }
    }
}
