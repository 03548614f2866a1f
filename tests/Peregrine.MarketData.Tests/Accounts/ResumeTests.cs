using Peregrine.Core;
using Peregrine.MarketData.Accounts;
using Xunit;

namespace Peregrine.MarketData.Tests.Accounts;

public sealed class ResumeTests
{
    private const int Commands = 2_500;

    /// <summary>All that an account was told, read after each command, in steps.</summary>
    private sealed class Listener(int account)
    {
        private readonly byte[] _room = new byte[1 << 20];

        public List<(long Seq, byte[] Bytes)> Steps { get; } = [];

        public long LastSeq { get; private set; }

        public void Listen(AccountViews views)
        {
            PrivateRead read = views.ReadPrivate(account, LastSeq, _room);
            if (read.Outcome == PrivateOutcome.None) return;
            Assert.Equal(PrivateOutcome.Messages, read.Outcome);
            PrivateReader reader = new(_room.AsSpan(0, read.Bytes));
            while (reader.Next())
            {
                Assert.Equal(LastSeq, reader.Header.PrevSeq);
                Assert.Equal(read.LastSeq, reader.Header.Seq);
            }
            Steps.Add((read.LastSeq, _room[..read.Bytes]));
            LastSeq = read.LastSeq;
        }
    }

    [Fact]
    public void Whoever_comes_back_is_told_exactly_what_he_missed()
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            Venue venue = new();
            AllFolds folds = new();
            Listener[] listeners = [new(1), new(2)];
            foreach (Command command in Venue.Stream(seed, Commands))
            {
                folds.Apply(venue.Apply(in command));
                foreach (Listener listener in listeners) listener.Listen(folds.Accounts.Views);
            }
            for (int i = 0; i < listeners.Length; i++) CheckResumes(folds.Accounts.Views, i + 1, listeners[i]);
        }
    }

    // From every number there is, and from those between.
    private static void CheckResumes(AccountViews views, int account, Listener heard)
    {
        Assert.True(heard.Steps.Count > 50);
        byte[] room = new byte[8 << 20];
        byte[] all = [.. heard.Steps.SelectMany(s => s.Bytes)];
        int from = 0;
        long before = 0;
        foreach ((long seq, byte[] bytes) in heard.Steps)
        {
            foreach (long after in new[] { before, seq - 1 })
            {
                PrivateRead read = views.ReadPrivate(account, after, room);
                Assert.Equal((PrivateOutcome.Messages, all.Length - from, heard.LastSeq), (read.Outcome, read.Bytes, read.LastSeq));
                Assert.True(room.AsSpan(0, read.Bytes).SequenceEqual(all.AsSpan(from)));
            }
            from += bytes.Length;
            before = seq;
        }
        Assert.Equal(PrivateOutcome.None, views.ReadPrivate(account, heard.LastSeq, room).Outcome);
        Assert.Equal(PrivateOutcome.None, views.ReadPrivate(account, long.MaxValue, room).Outcome);
    }

    [Fact]
    public void Small_rooms_are_filled_with_whole_steps()
    {
        Venue venue = new();
        AllFolds folds = new();
        Listener whole = new(1);
        foreach (Command command in Venue.Stream(4, Commands))
        {
            folds.Apply(venue.Apply(in command));
            whole.Listen(folds.Accounts.Views);
        }
        byte[] room = new byte[whole.Steps.Max(s => s.Bytes.Length)];
        List<byte> told = [];
        long last = 0;
        for (PrivateRead read; (read = folds.Accounts.Views.ReadPrivate(1, last, room)).Outcome == PrivateOutcome.Messages; last = read.LastSeq)
            told.AddRange(room.AsSpan(0, read.Bytes));
        Assert.Equal(whole.Steps.SelectMany(s => s.Bytes), told);
        PrivateRead tight = folds.Accounts.Views.ReadPrivate(1, 0, room.AsSpan(0, PrivateMessage.Size));
        Assert.Equal((PrivateOutcome.TooSmall, 0L), (tight.Outcome, tight.LastSeq));
        Assert.Equal(whole.Steps[0].Bytes.Length, tight.Bytes);
    }

    [Fact]
    public void What_is_no_longer_kept_is_said_to_be_gone_and_the_rest_is_told()
    {
        Venue venue = new();
        AccountLimits little = new(LogBytes: 64 << 10, SequenceBytes: 6 << 10, FillBytes: 2 << 10, FinishedBytes: 2 << 10);
        AllFolds folds = new(little);
        AllFolds all = new();
        foreach (Command command in Venue.Stream(4, Commands))
        {
            ReadOnlySpan<byte> events = venue.Apply(in command);
            folds.Apply(events);
            all.Apply(events);
        }
        byte[] a = new byte[4 << 20];
        byte[] b = new byte[4 << 20];
        Assert.InRange(folds.Accounts.Views.LogBytes, 1, 64 << 10);
        for (int account = 1; folds.Accounts.Views.TryRead(account, out AccountFacts facts); account++)
        {
            PrivateRead gone = folds.Accounts.Views.ReadPrivate(account, 0, a);
            if (gone.Outcome != PrivateOutcome.Gone) continue;
            PrivateRead kept = folds.Accounts.Views.ReadPrivate(account, gone.LastSeq, a);
            PrivateRead told = all.Accounts.Views.ReadPrivate(account, gone.LastSeq, b);
            Assert.Equal(told, kept);
            Assert.True(a.AsSpan(0, kept.Bytes).SequenceEqual(b.AsSpan(0, told.Bytes)));
            Assert.Equal(PrivateOutcome.Gone, folds.Accounts.Views.ReadPrivate(account, gone.LastSeq - 1, a).Outcome);
        }
        Assert.Equal(PrivateOutcome.Gone, folds.Accounts.Views.ReadPrivate(1, 0, a).Outcome);
    }

    [Fact]
    public void Fills_and_ends_add_up_to_what_there_is()
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            Venue venue = new();
            AllFolds folds = new(new AccountLimits(FillBytes: 8 << 20, FinishedBytes: 8 << 20));
            List<(int Account, OrderId Order, long Qty)> trades = [];
            List<OrderId> ended = [];
            foreach (Command command in Venue.Stream(seed, Commands))
            {
                ReadOnlySpan<byte> events = venue.Apply(in command);
                folds.Apply(events);
                EventReader reader = new(events);
                while (reader.Next())
                {
                    if (reader.Header.Kind == EventKind.OrderCancelled) ended.Add(reader.Body<OrderCancelled>().Order);
                    if (reader.Header.Kind != EventKind.Trade) continue;
                    Trade trade = reader.Body<Trade>();
                    trades.Add((reader.Header.Account, trade.TakerOrder, trade.Qty.Value));
                    trades.Add((trade.MakerAccount, trade.MakerOrder, trade.Qty.Value));
                }
            }
            FillFacts[] fills = new FillFacts[trades.Count + 1];
            OrderFacts[] finished = new OrderFacts[2 * Commands];
            int told = 0;
            HashSet<OrderId> over = [];
            foreach (int account in trades.Select(t => t.Account).Distinct())
            {
                int count = folds.Accounts.Views.ReadFills(account, fills);
                told += count;
                Assert.Equal(trades.Where(t => t.Account == account).Select(t => (t.Order, t.Qty)).Order(), fills[..count].Select(f => (f.Order, f.Qty.Value)).Order());
                int ends = folds.Accounts.Views.ReadFinished(account, finished);
                foreach (OrderFacts order in finished[..ends])
                {
                    Assert.True(folds.Accounts.Views.TryFindFinished(account, order.Order, default, orMember: false, out OrderFacts found) && found.Order == order.Order);
                    if (!order.ClientId.IsEmpty) Assert.Equal(finished[..ends].Last(o => o.ClientId == order.ClientId).Order, FoundBy(folds, account, order.ClientId).Order);
                    if (!order.Group.IsNone) Assert.True(folds.Accounts.Views.TryFindFinished(account, order.Group, default, orMember: true, out found) && (found.Group == order.Group || found.Order == order.Group));
                    Assert.True(over.Add(order.Order), "an order ends once");
                    Assert.Equal(fills[..count].Where(f => f.Order == order.Order).Sum(f => f.Qty.Value), order.Filled.Value);
                    // Trims take away from what it may fill, not from what it asked for.
                    if (order.State == OrderState.Filled) Assert.Equal((0, true), (order.Rest.Value, order.Filled <= order.Qty));
                }
            }
            Assert.Equal(trades.Count, told);
            Assert.Empty(ended.Where(o => trades.Any(t => t.Order == o)).Except(over));
        }
    }

    private static OrderFacts FoundBy(AllFolds folds, int account, ClientOrderId name)
    {
        Assert.True(folds.Accounts.Views.TryFindFinished(account, default, name, orMember: false, out OrderFacts found));
        return found;
    }

    [Fact]
    public void Balance_messages_add_up_to_the_balance()
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            Venue venue = new();
            AllFolds folds = new();
            foreach (Command command in Venue.Stream(seed, Commands)) folds.Apply(venue.Apply(in command));
            byte[] room = new byte[4 << 20];
            for (int account = 1; folds.Accounts.Views.TryRead(account, out AccountFacts facts); account++)
            {
                PrivateRead read = folds.Accounts.Views.ReadPrivate(account, 0, room);
                long cash = 0;
                PrivateReader reader = new(room.AsSpan(0, read.Bytes));
                while (reader.Next())
                {
                    if (reader.Header.Channel != PrivateChannel.Balances || reader.As<BalanceFacts>() is not { Asset: 1 } balance) continue;
                    cash += balance.Change;
                    Assert.Equal(cash, balance.Balance);
                }
                Assert.Equal(facts.Cash.Value, cash);
            }
        }
    }
}
