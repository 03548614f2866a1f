using System.Collections.Concurrent;
using Peregrine.Core;
using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Depth;
using Xunit;

namespace Peregrine.MarketData.Tests;

public sealed class ReaderThreadsTests
{
    private const ulong Seed = 4;
    private const int Commands = 12_000;

    // Each is used by one thread: rooms taken anew would leave little time for reading.
    private static readonly BookLevel[] Bids = new BookLevel[64];
    private static readonly BookLevel[] Asks = new BookLevel[64];
    private static readonly LevelChange[] Changes = new LevelChange[4096];
    private static readonly BookOrder[] Queues = new BookOrder[4096];
    private static readonly byte[] Room = new byte[1 << 20];
    private static readonly OrderFacts[] Orders = new OrderFacts[512];

    /// <summary>What is read while the fold runs is what there was after some command: compared with a copy made in between commands.</summary>
    [Fact]
    public async Task Readers_on_other_threads_see_whole_commands_only()
    {
        (List<byte[]> told, Dictionary<long, ulong> checksums, Dictionary<(int, long), long> sums) = Rehearse();
        AllFolds folds = new(new AccountLimits(LogBytes: 128 << 10, SequenceBytes: 32 << 10));
        ConcurrentQueue<string> wrong = [];
        using CancellationTokenSource over = new();
        using SemaphoreSlim started = new(0);
        long[] reads = new long[2];
        Task books = Task.Run(() => Repeat(() => ReadBook(folds, checksums, wrong), ref reads[0], started, over.Token));
        Task accounts = Task.Run(() => Repeat(() => ReadAccounts(folds, sums, wrong), ref reads[1], started, over.Token));
        await started.WaitAsync();
        await started.WaitAsync();
        foreach (byte[] events in told)
        {
            folds.Apply(events);
            folds.Depth.Cut(BookInterval.Ms20);
        }
        await over.CancelAsync();
        await Task.WhenAll(books, accounts);
        Assert.Empty(wrong);
        Assert.All(reads, count => Assert.True(count > 0));
    }

    private static void Repeat(Action read, ref long count, SemaphoreSlim started, CancellationToken over)
    {
        read();
        started.Release();
        do
        {
            read();
            count++;
        }
        while (!over.IsCancellationRequested);
    }

    private static (List<byte[]>, Dictionary<long, ulong>, Dictionary<(int, long), long>) Rehearse()
    {
        Venue venue = new();
        AllFolds folds = new();
        List<byte[]> told = [];
        Dictionary<long, ulong> checksums = [];
        Dictionary<(int, long), long> sums = [];
        foreach (Command command in Venue.Stream(Seed, Commands))
        {
            byte[] events = venue.Apply(in command).ToArray();
            folds.Apply(events);
            told.Add(events);
            BookStamp stamp = folds.Depth.Views.Read(1, [], []);
            checksums[stamp.MdSeq] = stamp.Checksum;
            for (int account = 1; account <= 8; account++)
            {
                if (folds.Accounts.Views.TryRead(account, out AccountFacts facts)) sums[(account, facts.LastSeq)] = facts.Cash.Value;
            }
        }
        return (told, checksums, sums);
    }

    private static void ReadBook(AllFolds folds, Dictionary<long, ulong> checksums, ConcurrentQueue<string> wrong)
    {
        BookStamp stamp = folds.Depth.Views.Read(1, Bids, Asks);
        if (checksums[stamp.MdSeq] != stamp.Checksum) wrong.Enqueue($"the book at {stamp.MdSeq}");
        if (BookChecksum.Of(Bids.AsSpan(0, stamp.Bids), Asks.AsSpan(0, stamp.Asks)) != stamp.Checksum) wrong.Enqueue($"the levels at {stamp.MdSeq}");
        BookFrame frame = folds.Depth.Views.ReadFrame(1, BookInterval.Ms20, Math.Max(0, stamp.MdSeq - 40), Changes);
        for (int i = 1; i < frame.Count; i++)
        {
            if (Changes[i - 1] >= Changes[i]) wrong.Enqueue($"a frame to {frame.MdSeq} names a level twice");
        }
        BookStamp queues = folds.Depth.Views.ReadOrders(1, Queues);
        if (Queues.Take(queues.Bids + queues.Asks).Any(o => o.Visible.Value <= 0)) wrong.Enqueue($"the orders at {queues.MdSeq}");
    }

    private static void ReadAccounts(AllFolds folds, Dictionary<(int, long), long> sums, ConcurrentQueue<string> wrong)
    {
        for (int account = 1; account <= 8; account++)
        {
            if (!folds.Accounts.Views.TryRead(account, out AccountFacts facts)) continue;
            if (sums[(account, facts.LastSeq)] != facts.Cash.Value) wrong.Enqueue($"account {account} at {facts.LastSeq}");
            int count = folds.Accounts.Views.ReadOrders(account, Orders);
            if (Orders.Take(count).Any(o => o.Account != account || o.HasEnded)) wrong.Enqueue($"orders of account {account}");
            PrivateRead read = folds.Accounts.Views.ReadPrivate(account, Math.Max(0, facts.LastSeq - 50), Room);
            long seq = 0;
            PrivateReader reader = new(Room.AsSpan(0, read.Outcome == PrivateOutcome.Messages ? read.Bytes : 0));
            while (reader.Next())
            {
                if (reader.Header.Seq < seq) wrong.Enqueue($"the sequence of account {account} at {seq}");
                seq = reader.Header.Seq;
                if (reader.Header.Channel == PrivateChannel.Orders && reader.As<OrderFacts>().Account != account) wrong.Enqueue($"another's order in account {account}");
            }
        }
    }
}
