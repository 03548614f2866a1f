using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Peregrine.Core;
using Peregrine.History.Sqlite;

namespace Peregrine.History.Tests;

public sealed class FoldTests
{
    private const long Second = 1_000_000_000;
    private static readonly HistoryOptions Small = new(BatchBytes: 8 << 10) { Retention = new Retention(0, 0, 0, 0) };

    [Fact]
    public void Events_are_written_when_there_are_enough_or_when_they_have_waited()
    {
        byte[] all = new Venue(2, 300).All;
        using StoreFile file = new();
        int batches = 0;
        using HistoryFold fold = new(file.Open, after => new RecordedReader(all, after), new HistoryOptions(BatchBytes: 1 << 30)) { Stored = _ => batches++ };
        fold.Step(Second);
        Assert.Equal((0, 0L), (batches, fold.Cursor));
        fold.Step(Second + 250_000_000);
        Assert.Equal((1, LastSeq(all)), (batches, fold.Cursor));
        using StoreFile other = new();
        using HistoryFold small = new(other.Open, after => new RecordedReader(all, after), Small) { Stored = _ => batches++ };
        while (small.Step(Second)) { }
        Assert.True(batches > 5);
        Assert.InRange(small.Cursor, 1, LastSeq(all) - 1);
        small.Flush(Second);
        Assert.Equal(Expected(all), Content(other));
    }

    [Fact]
    public void A_locked_store_stops_nothing_but_history_and_is_caught_up_with()
    {
        byte[] all = new Venue(2, 400).All;
        using StoreFile file = new();
        using HistoryFold fold = new(file.Open, after => new RecordedReader(all, after), Small);
        fold.Step(Second);
        long cursor = fold.Cursor;
        Assert.True(cursor > 0);
        using (SqliteConnection other = new($"Data Source={file.Path};Pooling=False"))
        {
            other.Open();
            using SqliteCommand hold = other.CreateCommand();
            hold.CommandText = "BEGIN IMMEDIATE";
            hold.ExecuteNonQuery();
            Assert.False(fold.Step(2 * Second));
            Assert.Contains("another program holds it", fold.Trouble, StringComparison.Ordinal);
            Assert.Equal(cursor, fold.Cursor);
        }
        Assert.False(fold.Step(2 * Second + 1));
        Assert.NotNull(fold.Trouble);
        fold.Flush(4 * Second);
        Assert.Null(fold.Trouble);
        Assert.Equal((LastSeq(all), Expected(all)), (fold.Cursor, Content(file)));
    }

    [Fact]
    public void A_full_disk_is_told_and_caught_up_with_when_there_is_room()
    {
        byte[] all = new Venue(6, 2_500).All;
        using StoreFile file = new();
        bool isFull = true;
        SqliteHistory Open()
        {
            SqliteHistory store = file.Open();
            // As much room as the disk has: eight pages more than there are.
            if (isFull) store.Execute($"PRAGMA max_page_count = {(long)store.Rows("PRAGMA page_count")[0][0]! + 8}");
            return store;
        }

        using HistoryFold fold = new(Open, after => new RecordedReader(all, after), Small);
        while (fold.Step(Second)) { }
        Assert.True(fold.Trouble?.Contains("the disk is full", StringComparison.Ordinal), $"{fold.Trouble} {fold.Cursor} of {LastSeq(all)}, {all.Length} bytes, {new FileInfo(file.Path).Length}");
        Assert.InRange(fold.Cursor, 0, LastSeq(all) - 1);
        isFull = false;
        fold.Flush(3 * Second);
        Assert.Equal((null, Expected(all)), (fold.Trouble, Content(file)));
    }

    [Fact]
    public void A_store_that_is_not_there_is_waited_for_and_one_that_was_lost_is_made_again()
    {
        byte[] all = new Venue(2, 300).All;
        using StoreFile file = new();
        string? path = "/nonexistent/history.db";
        using HistoryFold fold = new(() => SqliteHistory.Open(path ?? file.Path), after => new RecordedReader(all, after), Small);
        fold.Step(Second);
        Assert.NotNull(fold.Trouble);
        path = null;
        fold.Flush(3 * Second);
        Assert.Equal((null, Expected(all)), (fold.Trouble, Content(file)));
    }

    [Fact]
    public void Events_that_are_gone_are_never_passed_over_in_silence()
    {
        using StoreFile file = new();
        using HistoryFold fold = new(file.Open, after => new RecordedReader([], after) { IsGone = true }, Small);
        fold.Step(Second);
        Assert.Contains("kept nowhere any more", fold.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_that_are_not_known_pass_and_are_counted()
    {
        Venue venue = new(2, 200);
        List<byte> mixed = [];
        foreach (byte[] events in venue.Events)
        {
            byte[] stranger = new byte[EventHeader.Size + 16];
            MemoryMarshal.AsRef<EventHeader>(stranger.AsSpan()) = MemoryMarshal.Read<EventHeader>(events) with { Kind = (EventKind)30, Length = (ushort)stranger.Length };
            mixed.AddRange(stranger);
            mixed.AddRange(events);
        }
        using StoreFile file = new();
        using (SqliteHistory store = file.Open()) store.Store(CollectionsMarshal.AsSpan(mixed));
        using SqliteHistory again = file.Open();
        Assert.Equal(venue.Events.Count, again.UnknownCount);
        Assert.NotEmpty(again.Rows("SELECT * FROM fills"));
    }

    private static long LastSeq(byte[] all)
    {
        long last = 0;
        EventReader reader = new(all);
        while (reader.Next()) last = reader.Header.Seq;
        return last;
    }

    private static string Expected(byte[] all)
    {
        using StoreFile file = new();
        using SqliteHistory store = file.Open();
        store.Store(all);
        return StoreFile.Everything(store);
    }

    private static string Content(StoreFile file)
    {
        using SqliteHistory store = file.Open();
        return StoreFile.Everything(store);
    }
}
