using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Depth;
using Xunit;

namespace Peregrine.MarketData.Tests;

public sealed class FoldTests
{
    [Fact]
    public void Kinds_that_are_not_known_change_nothing_and_are_counted()
    {
        Venue venue = new();
        AllFolds plain = new();
        AllFolds mixed = new();
        int strange = 0;
        foreach (Command command in Venue.Stream(2, 1_500))
        {
            ReadOnlySpan<byte> events = venue.Apply(in command);
            plain.Apply(events);
            mixed.Apply(WithStrangers(events, ref strange));
        }
        Assert.Equal(strange, mixed.Accounts.UnknownCount);
        Assert.Equal((strange, strange), (mixed.Depth.UnknownCount, mixed.Markets.UnknownCount));
        Assert.Equal(0, plain.Accounts.UnknownCount);
        Assert.Equal(plain.Cursor, mixed.Cursor);
        Assert.Equal(plain.Depth.Views.Read(1, [], []), mixed.Depth.Views.Read(1, [], []));
        byte[] a = new byte[4 << 20];
        byte[] b = new byte[4 << 20];
        for (int account = 1; plain.Accounts.Views.TryRead(account, out _); account++)
        {
            PrivateRead one = plain.Accounts.Views.ReadPrivate(account, 0, a);
            Assert.Equal(one, mixed.Accounts.Views.ReadPrivate(account, 0, b));
            Assert.True(a.AsSpan(0, one.Bytes).SequenceEqual(b.AsSpan(0, one.Bytes)));
        }
    }

    // One before the first event, where a command of the future begins, and one in front of each answer; with longer bodies than any known one.
    private static byte[] WithStrangers(ReadOnlySpan<byte> events, ref int strange)
    {
        List<byte> mixed = [];
        int index = 0;
        EventReader reader = new(events);
        while (reader.Next())
        {
            if (reader.Header.Index == 0 || reader.Header.Kind == EventKind.CommandDone)
            {
                byte[] stranger = new byte[EventHeader.Size + 240];
                MemoryMarshal.AsRef<EventHeader>(stranger.AsSpan()) = reader.Header with { Kind = (EventKind)123, Length = (ushort)stranger.Length, Index = index++, Account = 1 };
                mixed.AddRange(stranger);
                strange++;
            }
            byte[] own = reader.Bytes.ToArray();
            MemoryMarshal.AsRef<EventHeader>(own.AsSpan()).Index = index++;
            mixed.AddRange(own);
        }
        return [.. mixed];
    }

    [Fact]
    public void Bodies_of_a_newer_writer_are_read_as_far_as_they_are_known()
    {
        Venue venue = new();
        AllFolds plain = new();
        AllFolds longer = new();
        foreach (Command command in Venue.Stream(2, 800))
        {
            ReadOnlySpan<byte> events = venue.Apply(in command);
            plain.Apply(events);
            List<byte> grown = [];
            EventReader reader = new(events);
            while (reader.Next())
            {
                byte[] one = [.. reader.Bytes, 1, 2, 3, 4, 5, 6, 7, 8];
                MemoryMarshal.AsRef<EventHeader>(one.AsSpan()).Length = (ushort)one.Length;
                grown.AddRange(one);
            }
            longer.Apply(CollectionsMarshal.AsSpan(grown));
        }
        Assert.Equal(plain.Depth.Views.Read(1, [], []), longer.Depth.Views.Read(1, [], []));
        Assert.Equal(plain.Accounts.Views.OpenInterest(1), longer.Accounts.Views.OpenInterest(1));
        Assert.Equal(0, longer.Accounts.UnknownCount);
    }

    [Fact]
    public void It_makes_no_difference_how_events_are_cut()
    {
        Venue venue = new();
        AllFolds whole = new();
        AllFolds cut = new();
        Rng rng = new(9);
        List<byte> waiting = [];
        foreach (Command command in Venue.Stream(3, 1_500))
        {
            ReadOnlySpan<byte> events = venue.Apply(in command);
            whole.Apply(events);
            EventReader reader = new(events);
            while (reader.Next())
            {
                waiting.AddRange(reader.Bytes);
                if (!rng.Chance(40)) continue;
                cut.Apply(CollectionsMarshal.AsSpan(waiting));
                waiting.Clear();
            }
        }
        cut.Apply(CollectionsMarshal.AsSpan(waiting));
        Assert.Equal(whole.Cursor, cut.Cursor);
        Assert.Equal(whole.Depth.Views.Read(1, [], []), cut.Depth.Views.Read(1, [], []));
        byte[] a = new byte[4 << 20];
        byte[] b = new byte[4 << 20];
        Assert.Equal(whole.Accounts.Views.ReadPrivate(1, 0, a), cut.Accounts.Views.ReadPrivate(1, 0, b));
        Assert.Equal(a, b);
    }

    [Fact]
    public void Events_that_do_not_follow_are_refused()
    {
        Venue venue = new();
        List<byte[]> told = [];
        foreach (Command command in Venue.Stream(3, 200))
        {
            byte[] events = venue.Apply(in command).ToArray();
            if (events.Length > 0) told.Add(events);
        }
        Assert.Throws<InvariantException>(() => Fed(told[..50]).Apply(told[49]));
        byte[] split = told.First(e => MemoryMarshal.AsRef<EventHeader>(e).Length < e.Length);
        int at = told.IndexOf(split);
        Assert.Throws<InvariantException>(() => Fed(told[..at]).Apply(split.AsSpan(MemoryMarshal.AsRef<EventHeader>(split).Length)));
        Assert.Throws<InvariantException>(() => new DepthFold().Load(told[0]));
        Assert.Throws<InvariantException>(() => new DepthFold().Apply(venue.Describe()[0]));
        Assert.Throws<InvariantException>(() => Fed(told[..50]).Load(venue.Describe()[0]));
    }

    [Fact]
    public void A_change_of_a_book_that_is_missing_is_noticed()
    {
        Venue venue = new();
        DepthFold depth = new();
        bool isMissing = false;
        Assert.Throws<InvariantException>(() =>
        {
            foreach (Command command in Venue.Stream(3, 1_000))
            {
                ReadOnlySpan<byte> events = venue.Apply(in command);
                EventReader reader = new(events);
                while (reader.Next() && !isMissing) isMissing = command.Header.Seq > 300 && reader.Header.Kind == EventKind.BookChanged;
                if (!isMissing || command.Header.Seq <= 300) depth.Apply(events);
                else isMissing = Without(depth, events);
            }
        });
    }

    // The same command, told without its first change of a book.
    private static bool Without(DepthFold depth, ReadOnlySpan<byte> events)
    {
        List<byte> rest = [];
        bool isGone = false;
        EventReader reader = new(events);
        while (reader.Next())
        {
            byte[] one = reader.Bytes.ToArray();
            if (!isGone && reader.Header.Kind == EventKind.BookChanged)
            {
                isGone = true;
                continue;
            }
            if (isGone) MemoryMarshal.AsRef<EventHeader>(one.AsSpan()).Index--;
            rest.AddRange(one);
        }
        depth.Apply(CollectionsMarshal.AsSpan(rest));
        return isGone;
    }

    private static DepthFold Fed(List<byte[]> told)
    {
        DepthFold fold = new();
        foreach (byte[] events in told) fold.Apply(events);
        return fold;
    }
}
