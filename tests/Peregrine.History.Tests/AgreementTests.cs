using Peregrine.Core;
using Peregrine.History.Sqlite;

namespace Peregrine.History.Tests;

/// <summary>What the rows add up to is what the engine says that there is, to the last unit.</summary>
public sealed class AgreementTests
{
    [Theory]
    [InlineData(1, false), InlineData(2, false), InlineData(4, false), InlineData(6, true), InlineData(8, true)]
    public void Rows_add_up_to_the_engine_s_state(ulong seed, bool liquidates)
    {
        Venue venue = new(seed, 2_500, liquidates);
        using StoreFile file = new();
        using SqliteHistory store = file.Open();
        store.Store(venue.All);
        CheckMoney(store, venue);
        CheckPositions(store, venue);
        CheckOrders(store, venue);
        Assert.Equal(0, store.UnknownCount);
        Assert.NotEmpty(store.Rows("SELECT * FROM fills"));
        Assert.Equal(store.Rows("SELECT COUNT(*) * 2 FROM trades")[0][0], store.Rows("SELECT COUNT(*) FROM fills WHERE trade_index IS NOT NULL")[0][0]);
        Assert.Equal(store.Rows("SELECT SUM(qty * price) FROM trades")[0][0], store.Rows("SELECT SUM(qty * (price_subticks / 1000)) / 2 FROM fills WHERE trade_index IS NOT NULL")[0][0]);
        Assert.Equal(store.Rows("SELECT SUM(qty) FROM trades")[0][0], store.Rows("SELECT SUM(volume) FROM candles WHERE length_ns = 60000000000 AND source = 1")[0][0]);
        if (liquidates) Assert.NotEmpty(store.Rows("SELECT * FROM risk WHERE kind = $1", (int)EventKind.LiquidationStep));
    }

    [Fact]
    public void What_the_venue_kept_of_fees_is_what_days_and_fills_say()
    {
        int earned = 0;
        for (ulong seed = 1; seed <= 8; seed++)
        {
            Venue venue = new(seed, 1_200);
            using StoreFile file = new();
            using SqliteHistory store = file.Open();
            store.Store(venue.All);
            long fees = FeesOf(venue);
            if (fees != 0) earned++;
            Assert.Equal(fees, Sum(store, "SELECT SUM(fees) FROM platform_days"));
            Assert.Equal(Sum(store, "SELECT SUM(fees) FROM fills"), Sum(store, "SELECT SUM(fees + referrals + builders) FROM platform_days"));
            Assert.Equal(Sum(store, "SELECT SUM(fees) FROM fills"), Sum(store, "SELECT SUM(fees) FROM account_days"));
            Assert.Equal(Sum(store, "SELECT SUM(volume) FROM account_days"), 2 * Sum(store, "SELECT SUM(volume) FROM market_days"));
        }
        Assert.NotEqual(0, earned);
    }

    private static long FeesOf(Venue venue)
    {
        foreach (byte[] told in venue.Describe())
        {
            EventReader reader = new(told);
            if (reader.Next() && reader.Header.Kind == EventKind.StateVenue) return reader.Body<StateVenue>().Fees.Value;
        }
        throw new InvalidOperationException("a state without its venue");
    }

    private static void CheckMoney(SqliteHistory store, Venue venue)
    {
        Dictionary<(int, int), long> told = [];
        foreach (byte[] one in venue.Describe())
        {
            EventReader reader = new(one);
            reader.Next();
            if (reader.Header.Kind == EventKind.StateAccount) told[(reader.Header.Account, 1)] = reader.Body<StateAccount>().Cash.Value;
            if (reader.Header.Kind == EventKind.StateHolding) told[(reader.Header.Account, reader.Body<StateHolding>().Asset)] = reader.Body<StateHolding>().Amount;
        }
        var sums = store.Rows("SELECT account, asset, SUM(change) FROM ledger GROUP BY account, asset");
        Assert.Equal(Nonzero(told), Nonzero(sums.ToDictionary(r => ((int)(long)r[0]!, (int)(long)r[1]!), r => (long)r[2]!)));
        Assert.Empty(store.Rows("SELECT account, asset FROM balances b WHERE amount <> (SELECT SUM(change) FROM ledger l WHERE l.account = b.account AND l.asset = b.asset)"));
    }

    private static void CheckPositions(SqliteHistory store, Venue venue)
    {
        int open = 0;
        foreach (byte[] one in venue.Describe())
        {
            EventReader reader = new(one);
            reader.Next();
            if (reader.Header.Kind != EventKind.StatePosition) continue;
            StatePosition told = reader.Body<StatePosition>();
            (int account, int market) = (reader.Header.Account, reader.Header.Market);
            Assert.Equal(told.Size.Value, Sum(store, "SELECT SUM(qty * (CASE side WHEN 1 THEN 1 ELSE -1 END)) FROM fills WHERE account = $1 AND market = $2", account, market));
            Assert.Equal(told.IsolatedMargin.Value, Sum(store, "SELECT SUM(pot_change) FROM ledger WHERE account = $1 AND market = $2", account, market));
            if (told.Size.Value == 0) continue;
            open++;
            object?[] row = store.Rows("SELECT size, cost, isolated_margin, realised, fees, funding FROM positions WHERE account = $1 AND market = $2", account, market)[0];
            Assert.Equal([told.Size.Value, told.Cost.Value, told.IsolatedMargin.Value, told.Realised.Value, told.FeesPaid.Value, told.FundingPaid.Value], row.Select(v => (long)v!));
        }
        Assert.Equal(open, Sum(store, "SELECT COUNT(*) FROM positions WHERE size <> 0"));
    }

    private static void CheckOrders(SqliteHistory store, Venue venue)
    {
        SortedSet<long> told = [];
        foreach (byte[] one in venue.Describe())
        {
            EventReader reader = new(one);
            reader.Next();
            long order = reader.Header.Kind switch
            {
                EventKind.StateOrder => reader.Body<StateOrder>().Order.Value,
                EventKind.StateTrigger => reader.Body<StateTrigger>().Order.Value,
                EventKind.StateTwap => reader.Body<StateTwap>().Order.Value,
                EventKind.StateExit when reader.Body<StateExit>() is { IsAlive: not 0 } exit => exit.Group.Value + exit.Index + 1,
                _ => 0,
            };
            if (order != 0) told.Add(order);
            if (reader.Header.Kind == EventKind.StateOrder)
                Assert.Equal(reader.Body<StateOrder>().Filled.Value, Sum(store, "SELECT filled FROM orders WHERE order_id = $1", order));
        }
        Assert.Equal(told, store.Rows("SELECT order_id FROM orders WHERE state < 7 ORDER BY order_id").Select(r => (long)r[0]!));
    }

    private static SortedDictionary<(int, int), long> Nonzero(Dictionary<(int, int), long> sums) => new(sums.Where(s => s.Value != 0).ToDictionary());

    private static long Sum(SqliteHistory store, string sql, params object?[] values) => store.Rows(sql, values) is [[long sum]] ? sum : 0;
}
