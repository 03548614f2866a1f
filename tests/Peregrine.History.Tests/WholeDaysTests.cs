using Peregrine.Core;
using Peregrine.Engine.Tests.Lifecycle;
using Peregrine.History.Sqlite;

namespace Peregrine.History.Tests;

/// <summary>Days in which everything happens: funding, liquidations, loans, sales of collateral, losses, and a settlement at their end.</summary>
public sealed class WholeDaysTests : IEventSink
{
    private readonly List<byte> _told = [];

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public void Rows_add_up_to_the_engine_s_state_at_every_hour_and_after_the_settlement(int seed)
    {
        WholeDays days = new(seed, this);
        using StoreFile file = new();
        using SqliteHistory store = file.Open();
        long hour = 0;
        for (int step = 0; step < 1_500; step++)
        {
            days.Step();
            if (days.Venue.NowNs / LivingVenue.Hour == hour) continue;
            hour = days.Venue.NowNs / LivingVenue.Hour;
            Check(store, days);
        }
        days.Halt();
        days.Settle();
        Check(store, days);
    }

    // A day in which nothing of it happened would prove nothing.
    [Fact]
    public void The_days_have_rows_of_every_sort()
    {
        string[] sorts =
        [
            "funding", "funding_rates", "fills", "closed_positions", "candles", "prices WHERE asset = 2", $"ledger WHERE kind = {(int)LedgerKind.Interest}", $"ledger WHERE kind = {(int)LedgerKind.Lend}",
            $"ledger WHERE kind = {(int)LedgerKind.Conversion}", $"ledger WHERE kind = {(int)LedgerKind.Withdrawal}", $"risk WHERE kind = {(int)EventKind.LiquidationStarted}",
            $"risk WHERE kind = {(int)EventKind.LiquidationStep}", $"risk WHERE kind = {(int)EventKind.FundingEnded}", $"fills WHERE reason = {(int)FillReason.Settlement}",
        ];
        SortedSet<string> missing = new(sorts, StringComparer.Ordinal);
        for (int seed = 1; seed <= 6; seed++)
        {
            WholeDays days = new(seed, this);
            for (int step = 0; step < 1_500; step++) days.Step();
            days.Halt();
            days.Settle();
            using StoreFile file = new();
            using SqliteHistory store = file.Open();
            store.Store(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_told));
            _told.Clear();
            missing.RemoveWhere(sort => store.Rows($"SELECT 1 FROM {sort} LIMIT 1").Count > 0);
        }
        Assert.Empty(missing);
    }

    void IEventSink.Take(ReadOnlySpan<byte> events) => _told.AddRange(events);

    private void Check(SqliteHistory store, WholeDays days)
    {
        store.Store(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_told));
        _told.Clear();
        List<byte[]> state = Pieces.Of(days.Venue.Engine);
        Agreement.CheckMoney(store, state);
        Agreement.CheckPositions(store, state);
        Agreement.CheckOrders(store, state);
        Agreement.CheckDays(store);
        Agreement.CheckFlows(store, state);
        if (days.Venue.Described<StateFunding>().TrueForAll(f => f.Cursor == 0)) Agreement.CheckFunds(store, state);
        Assert.Equal(0, store.UnknownCount);
    }
}
