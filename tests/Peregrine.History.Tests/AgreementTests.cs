using Peregrine.Core;
using Peregrine.Engine.Tests.Liquidation;
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
        Agreement.CheckMoney(store, venue.Describe());
        Agreement.CheckPositions(store, venue.Describe());
        Agreement.CheckOrders(store, venue.Describe());
        Agreement.CheckFees(store);
        Assert.Equal(0, store.UnknownCount);
        Assert.NotEmpty(store.Rows("SELECT * FROM fills"));
        Assert.Equal(store.Rows("SELECT COUNT(*) * 2 FROM trades")[0][0], store.Rows("SELECT COUNT(*) FROM fills WHERE trade_index IS NOT NULL")[0][0]);
        Assert.Equal(store.Rows("SELECT SUM(qty * price) FROM trades")[0][0], store.Rows("SELECT SUM(qty * (price_subticks / 1000)) / 2 FROM fills WHERE trade_index IS NOT NULL")[0][0]);
        Assert.Equal(store.Rows("SELECT SUM(qty), SUM(notional) FROM trades WHERE taker_side = 1")[0], store.Rows("SELECT SUM(bought), SUM(bought_notional) FROM candles WHERE length_ns = 3600000000000")[0]);
        Assert.Equal(store.Rows("SELECT SUM(qty) FROM trades")[0][0], store.Rows("SELECT SUM(volume) FROM candles WHERE length_ns = 60000000000 AND source = 1")[0][0]);
        if (liquidates) Assert.NotEmpty(store.Rows("SELECT * FROM risk WHERE kind = $1", (int)EventKind.LiquidationStep));
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public void Rows_add_up_through_crashes_backstops_deleveraging_and_bad_debt(ulong seed)
    {
        Venue venue = new(CrashStream.Of(seed, 1_500));
        using StoreFile file = new();
        using SqliteHistory store = file.Open();
        store.Store(venue.All);
        Agreement.CheckMoney(store, venue.Describe());
        Agreement.CheckPositions(store, venue.Describe());
        Agreement.CheckDays(store);
        Agreement.CheckFees(store);
        Assert.NotEmpty(store.Rows("SELECT * FROM risk WHERE kind = $1 AND amount > 0", (int)EventKind.LiquidationStep));
        foreach (EventKind kind in new[] { EventKind.LiquidationStep, EventKind.BackstopTaken, EventKind.AdlApplied, EventKind.InsuranceDrawn })
            Assert.NotEmpty(store.Rows("SELECT * FROM risk WHERE kind = $1", (int)kind));
    }

    [Theory]
    [InlineData(1, false), InlineData(6, true), InlineData(3, null)]
    public void A_batch_of_one_command_and_a_batch_of_all_make_the_same_rows(ulong seed, bool? liquidates)
    {
        byte[] all = (liquidates is { } does ? new Venue(seed, 900, does) : new Venue(CrashStream.Of(seed, 900))).All;
        using StoreFile whole = new(), piecemeal = new();
        using SqliteHistory one = whole.Open(), many = piecemeal.Open();
        one.Store(all);
        EventReader reader = new(all);
        for (int from = 0, at = 0; reader.Next();)
        {
            at += reader.Header.Length;
            if (reader.Header.Kind != EventKind.CommandDone) continue;
            many.Store(all.AsSpan(from, at - from));
            from = at;
        }
        Assert.Equal(StoreFile.Everything(many), StoreFile.Everything(one));
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

    private static long Sum(SqliteHistory store, string sql) => store.Rows(sql) is [[long sum]] ? sum : 0;
}
