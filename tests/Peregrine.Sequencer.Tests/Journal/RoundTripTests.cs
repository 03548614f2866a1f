using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Simulation.Disk;

namespace Peregrine.Sequencer.Tests.Journal;

public class RoundTripTests
{
    [Fact]
    public void What_was_appended_is_read_back_byte_for_byte_and_after_reopening()
    {
        SimDisk disk = Journals.Written(1, 3, 50, 2);
        using FileCommandLog log = Journals.Open(disk);
        Assert.Null(log.Cut);
        Journals.AssertHolds(log, 56);
        Journals.AssertHolds(log, 56, fromSeq: 30);
    }

    [Fact]
    public void Every_group_is_one_flush()
    {
        var disk = new SimDisk();
        using FileCommandLog log = Journals.Open(disk);
        long epoch = log.Acquire(0);
        int before = disk.Flushes;
        for (int i = 0; i < 5; i++) log.Append(epoch, Journals.Range(log.Tail + 1, 10), 0);
        Assert.Equal(5, disk.Flushes - before);
    }

    [Fact]
    public void Trailing_zeros_of_a_body_take_no_room()
    {
        byte[] segment = Journals.Written(1)[Journals.First].Platter;
        List<int> offsets = Journals.GroupOffsets(segment);
        // A cancel without a client id: header, prefix, and the order's id alone.
        Assert.Equal(64 + 8 + CommandHeader.Size + 8, offsets[1] - offsets[0]);
    }

    [Fact]
    public void Segments_follow_one_another_and_are_read_as_one()
    {
        SimDisk disk = Journals.Written([.. Enumerable.Repeat(40, 40)]);
        Assert.True(disk.List().Count > 3);
        using FileCommandLog log = Journals.Open(disk);
        Journals.AssertHolds(log, 1600);
        for (long from = 1; from <= 1600; from += 97) Journals.AssertHolds(log, 1600, from);
    }

    [Fact]
    public void A_reader_follows_what_is_committed_while_it_is_written()
    {
        var disk = new SimDisk();
        using FileCommandLog log = Journals.Open(disk);
        long epoch = log.Acquire(0);
        using ICommandReader reader = log.OpenReader(1);
        long next = 1;
        for (int i = 0; i < 60; i++)
        {
            Assert.False(reader.TryRead(out _));
            log.Append(epoch, Journals.Range(next, 25), (ulong)i);
            Assert.True(reader.TryRead(out CommandGroup group));
            Assert.Equal((next, 25, (ulong)i), (group.Commands[0].Header.Seq, group.Commands.Length, group.EventHash));
            next += 25;
        }
    }

    [Fact]
    public void An_older_epoch_appends_nothing()
    {
        using FileCommandLog log = Journals.Open(new SimDisk());
        long old = log.Acquire(0);
        long epoch = log.Acquire(0);
        Assert.Equal(AppendResult.Committed, log.Append(epoch, Journals.Range(1, 1), 0));
        Assert.Equal(AppendResult.Fenced, log.Append(old - 1, Journals.Range(2, 1), 0));
        Assert.Equal(1, log.Tail);
    }

    [Fact]
    public void Epochs_grow_over_restarts()
    {
        SimDisk disk = Journals.Written(1);
        using FileCommandLog log = Journals.Open(disk);
        Assert.Equal(2, log.Acquire(0));
    }

    [Fact]
    public void Whole_segments_are_forgotten_and_no_more_than_was_allowed()
    {
        SimDisk disk = Journals.Written([.. Enumerable.Repeat(40, 40)]);
        using FileCommandLog log = Journals.Open(disk);
        long epoch = log.Acquire(0);
        log.Truncate(epoch, 1000);
        log.Tend();
        Assert.InRange(log.FirstSeq, 2, 1000);
        Journals.AssertHolds(log, 1600, log.FirstSeq);
        Assert.Throws<JournalException>(() => log.OpenReader(log.FirstSeq - 1));
        using FileCommandLog again = Journals.Open(disk);
        Assert.Equal(log.FirstSeq, again.FirstSeq);
    }

    [Fact]
    public void A_segment_is_prepared_before_it_is_needed()
    {
        SimDisk disk = Journals.Written([.. Enumerable.Repeat(60, 5)]);
        using FileCommandLog log = Journals.Open(disk);
        Journals.Append(log, 60, 60);
        Assert.True(log.WantsTending);
        log.Tend();
        Assert.Equal(2, disk.List().Count);
        Assert.False(log.WantsTending);
        Journals.Append(log, [.. Enumerable.Repeat(60, 10)]);
        Journals.AssertHolds(log, 1020);
    }

    [Fact]
    public void Commands_under_other_rules_begin_a_segment_and_are_not_replayed()
    {
        SimDisk disk = Journals.Written(10);
        int rules = Journals.Small.RulesVersion;
        JournalOptions next = Journals.Small with { RulesVersion = rules + 1 };
        using (FileCommandLog newer = FileCommandLog.Open(disk, next)) Journals.Append(newer, 5);
        using FileCommandLog log = FileCommandLog.Open(disk, next);
        Journals.AssertHolds(log, 15, fromSeq: 11);
        using ICommandReader reader = log.OpenReader(1);
        JournalException e = Assert.Throws<JournalException>(() => reader.TryRead(out _));
        Assert.Contains($"under rules {rules}", e.Message, StringComparison.Ordinal);
    }
}
