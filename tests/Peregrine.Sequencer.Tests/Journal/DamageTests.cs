using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Tools;
using Peregrine.Simulation.Disk;

namespace Peregrine.Sequencer.Tests.Journal;

public class DamageTests
{
    [Fact]
    public void A_newest_segment_whose_beginning_was_lost_is_damage_and_not_a_segment_that_nobody_used()
    {
        SimDisk disk = Journals.Written([.. Enumerable.Repeat(40, 40)]);
        string last = disk.List()[^1];
        disk[last].Platter.AsSpan(0, 8192).Clear();
        disk[last].Reload();
        Assert.Equal(last, Assert.Throws<JournalException>(() => Journals.Open(disk)).FileName);
        Assert.Equal(last, JournalCheck.Of(disk).Damage!.FileName);
        Assert.Contains(last, disk.List());
    }

    [Fact]
    public void A_flipped_bit_in_any_byte_before_the_last_group_stops_the_start_with_file_and_offset()
    {
        byte[] whole = [.. Journals.Written(2, 3, 1, 2)[Journals.First].Platter];
        List<int> offsets = Journals.GroupOffsets(whole);
        SimDisk disk = Journals.Written(2, 3, 1, 2);
        for (int at = offsets[0]; at < offsets[3]; at++)
        {
            disk[Journals.First].Platter[at] ^= 0x10;
            disk[Journals.First].Reload();
            JournalException e = Assert.Throws<JournalException>(() => Journals.Open(disk));
            Assert.Equal(Journals.First, e.FileName);
            Assert.InRange(e.Offset, offsets.Last(o => o <= at), offsets.First(o => o > at));
            Assert.Contains("repair", e.Message, StringComparison.Ordinal);
            disk[Journals.First].Platter[at] ^= 0x10;
        }
        disk[Journals.First].Reload();
        using FileCommandLog log = Journals.Open(disk);
        Journals.AssertHolds(log, 8);
    }

    [Fact]
    public void A_flipped_bit_in_an_older_segment_stops_the_reader_there()
    {
        SimDisk disk = Journals.Written([.. Enumerable.Repeat(40, 30)]);
        List<int> offsets = Journals.GroupOffsets(disk[Journals.First].Platter);
        // Also in the last group of a segment that has a successor: there is no torn tail in the middle.
        foreach (int at in new[] { offsets[1] + 90, offsets[^2] + 90, offsets[^2] })
        {
            disk[Journals.First].Platter[at] ^= 1;
            disk[Journals.First].Reload();
            using FileCommandLog log = Journals.Open(disk);
            JournalException e = Assert.Throws<JournalException>(() => Journals.AssertHolds(log, 1200));
            Assert.Equal(Journals.First, e.FileName);
            Assert.False(JournalCheck.Of(disk).IsSound);
            disk[Journals.First].Platter[at] ^= 1;
        }
    }

    [Fact]
    public void A_flipped_bit_in_any_byte_of_a_header_in_use_is_seen()
    {
        SimDisk disk = Journals.Written(2, 3);
        for (int at = 0; at < 128; at++)
        {
            disk[Journals.First].Platter[at] ^= 4;
            disk[Journals.First].Reload();
            Assert.Throws<JournalException>(() => Journals.Open(disk));
            disk[Journals.First].Platter[at] ^= 4;
        }
    }

    [Fact]
    public void A_missing_segment_is_named()
    {
        SimDisk disk = Journals.Written([.. Enumerable.Repeat(40, 40)]);
        disk.Delete("00000002.journal");
        JournalException e = Assert.Throws<JournalException>(() => Journals.Open(disk));
        Assert.Equal("00000002.journal", e.FileName);
    }

    [Fact]
    public void A_group_that_was_put_in_another_place_does_not_follow()
    {
        // The same commands in the same places, in another venue's journal with another past.
        SimDisk mine = Journals.Written(2, 3, 1);
        SimDisk other = new();
        using (FileCommandLog log = FileCommandLog.Open(other, Journals.Small))
        {
            long epoch = log.Acquire(0);
            foreach (int size in new[] { 2, 3, 1 }) log.Append(epoch, Journals.Range(log.Tail + 1, size), 999);
        }
        List<int> offsets = Journals.GroupOffsets(mine[Journals.First].Platter);
        Range second = offsets[1]..offsets[2];
        other[Journals.First].Platter.AsSpan()[second].CopyTo(mine[Journals.First].Platter.AsSpan()[second]);
        mine[Journals.First].Reload();
        JournalException e = Assert.Throws<JournalException>(() => Journals.Open(mine));
        Assert.Contains("does not follow", e.Message, StringComparison.Ordinal);
    }
}
