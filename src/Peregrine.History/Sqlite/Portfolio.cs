using Peregrine.Core;

namespace Peregrine.History.Sqlite;

/// <summary>An account's worth day by day: what it had at the end of each day, at the last prices of that day.</summary>
internal static class Portfolio
{
    private const int SettleAsset = 1, FromMark = 2;

    public static IReadOnlyList<PortfolioDay> Read(Statements sql, int account, long fromDay, long toDay)
    {
        long last = Math.Min(toDay, sql.Number("SELECT time_ns FROM cursor") / MarketRows.DayNs);
        List<Line> balances = Lines(sql, "SELECT asset, day, amount, 0, 0 FROM balance_days WHERE account = $1 ORDER BY day", account);
        List<Line> positions = Lines(sql, "SELECT market, day, size, cost, isolated_margin FROM position_days WHERE account = $1 ORDER BY day", account);
        if (balances.Count == 0) return [];
        Dictionary<long, (long Unit, List<Line> Prices)> assets = balances.Select(b => b.Of).Distinct().ToDictionary(a => a, a => Asset(sql, a));
        Dictionary<long, (long Unit, List<Line> Prices)> markets = positions.Select(p => p.Of).Distinct().ToDictionary(m => m, m => Market(sql, m));
        Dictionary<long, object?[]> moved = sql.Rows("SELECT day, inflow, realised, fees, funding, volume FROM account_days WHERE account = $1", account).ToDictionary(r => (long)r[0]!);
        List<PortfolioDay> days = [];
        for (long day = Math.Max(fromDay, balances[0].Day); day <= last; day++)
        {
            long equity = Latest(balances, day).Sum(b => Worth(b, assets[b.Of], day)) + Latest(positions, day).Sum(p => Held(p, markets[p.Of], day));
            object?[]? sums = moved.GetValueOrDefault(day);
            days.Add(new PortfolioDay(day, equity, At(sums, 1), At(sums, 2), At(sums, 3), At(sums, 4), At(sums, 5)));
        }
        return days;
    }

    private static long At(object?[]? row, int place) => row is null ? 0 : (long)row[place]!;

    /// <summary>Of each thing the last line that is not younger than a day.</summary>
    private static IEnumerable<Line> Latest(List<Line> lines, long day) => lines.TakeWhile(l => l.Day <= day).GroupBy(l => l.Of).Select(g => g.Last());

    private static long Worth(Line held, (long Unit, List<Line> Prices) asset, long day)
    {
        if (held.Of == SettleAsset) return held.A;
        return (long)((Int128)held.A * PriceAt(asset.Prices, day) / asset.Unit);
    }

    // As the engine rounds what is not realised: down.
    private static long Held(Line held, (long Unit, List<Line> Prices) market, long day)
    {
        if (held.A == 0) return held.C;
        return Rounding.Floor((Int128)held.A * PriceAt(market.Prices, day) * market.Unit, Subticks.PerTick) - held.B + held.C;
    }

    private static long PriceAt(List<Line> prices, long day)
    {
        int at = prices.FindLastIndex(p => p.Day <= day);
        return at < 0 ? 0 : prices[at].A;
    }

    private static (long Unit, List<Line> Prices) Asset(Statements sql, long asset)
    {
        long unit = 1;
        for (long i = sql.Number("SELECT decimals FROM assets WHERE asset = $1", asset); i > 0; i--) unit *= 10;
        return (unit, Lines(sql, "SELECT asset, day, index_price, 0, 0 FROM asset_days WHERE asset = $1 ORDER BY day", asset));
    }

    private static (long Unit, List<Line> Prices) Market(Statements sql, long market) => (
        sql.Number("SELECT tick_lot_value FROM markets WHERE market = $1", market),
        Lines(sql, "SELECT market, start_ns / 86400000000000, close, 0, 0 FROM candles WHERE market = $1 AND source = $2 AND length_ns = $3 ORDER BY start_ns", market, FromMark, MarketRows.DayNs));

    private static List<Line> Lines(Statements sql, string text, params ReadOnlySpan<object?> values) =>
        sql.Rows(text, values).ConvertAll(r => new Line((long)r[0]!, (long)r[1]!, (long)r[2]!, (long)r[3]!, (long)r[4]!));

    /// <summary>Something as it was at the end of a day: an amount, or size, cost and pot.</summary>
    private readonly record struct Line(long Of, long Day, long A, long B, long C);
}
