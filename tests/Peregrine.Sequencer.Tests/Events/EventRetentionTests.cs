using Peregrine.Sequencer.EventFiles;
using Peregrine.Simulation.Disk;

namespace Peregrine.Sequencer.Tests.Events;

public class EventRetentionTests
{
    private const long Late = 4_000_000_000_000_000_000;

    [Fact]
    public void Old_files_go_and_the_newest_stay()
    {
        using Told told = new Told(new SimDisk()).Tell(1, 150);
        told.Writer.WriteOut();
        EventRetention retention = Over(told, out _);
        retention.Tend(nowNs: 3000);
        Assert.Equal(1, told.Files.FirstSeq);
        using var reading = new EventFileReader(told.Files, 0);
        Assert.False(reading.Next().IsEmpty);
        int count = told.Files.Files.Length;
        retention.Tend(Late);
        Assert.Equal(count, told.Files.Files.Length);
        // What was not synced might vanish in a power cut, and then what was before it would be missed.
        told.Writer.Sync();
        retention.Tend(Late);
        Assert.Equal(2, told.Files.Files.Length);
        Assert.Equal(2, told.Files.Storage.List().Count(EventFileLayout.IsName));
        using var reader = new EventFileReader(told.Files, 0);
        Assert.True(reader.Next().IsEmpty && reader.IsGone);
        reader.MoveTo(told.Files.FirstSeq - 1);
        Assert.Equal(150, Told.Read(reader));
        // Who had a file open finishes it, and is told then.
        while (!reading.Next().IsEmpty) { }
        Assert.True(reading.IsGone);
        Assert.True(reading.Cursor > 1);
    }

    [Fact]
    public void More_than_is_kept_for_anybody_goes()
    {
        using Told told = new Told(new SimDisk()).Tell(1, 3000);
        told.Writer.Sync();
        Over(told, out _).Tend(nowNs: 0);
        Assert.InRange(told.Files.Files.Sum(static f => f.End), Told.Small.KeepBytes / 2, Told.Small.KeepBytes);
    }

    [Fact]
    public void A_registered_follower_holds_files_back_until_there_are_too_many_and_is_marked_when_it_is_cut_off()
    {
        using Told told = new Told(new SimDisk()).Tell(1, 250);
        told.Writer.Sync();
        EventRetention retention = Over(told, out FollowerCursors cursors);
        cursors.Register("history", 0, 0);
        cursors.Register("near", 240, 0);
        retention.Tend(Late);
        Assert.Equal(1, told.Files.FirstSeq);
        Assert.True(told.Files.Files.Sum(static f => f.End) > Told.Small.KeepBytes);
        cursors.Report("history", 100, Late);
        retention.Tend(Late);
        Assert.InRange(told.Files.FirstSeq, 2, 101);
        Assert.Equal(FollowerState.Following, cursors.Find("history")!.State);

        told.Tell(251, 2000).Writer.Sync();
        cursors.Report("near", 1990, Late);
        retention.Tend(Late);
        FollowerCursor broken = cursors.Find("history")!;
        Assert.Equal((FollowerState.Broken, 100), (broken.State, broken.Cursor));
        Assert.Equal(FollowerState.Following, cursors.Find("near")!.State);
        Assert.True(told.Files.FirstSeq > 101);
        long first = told.Files.FirstSeq;

        // It holds nothing any more, until an operator decides.
        cursors.ContinueBehindGap("history", first);
        FollowerCursor on = cursors.Find("history")!;
        Assert.Equal((FollowerState.Following, first - 1, 101, first - 1), (on.State, on.Cursor, on.GapFrom, on.GapTo));
        using var reader = new EventFileReader(told.Files, on.Cursor);
        Assert.Equal(2000, Told.Read(reader));
    }

    [Fact]
    public void Who_was_cut_off_from_what_a_power_cut_brought_back_goes_on_where_it_was()
    {
        FollowerCursors cursors = FollowerCursors.Open(new SimDisk());
        cursors.Register("history", 17, 1);
        cursors.BreakBefore(1046);
        cursors.ContinueBehindGap("history", 1046);
        FollowerCursor on = cursors.Find("history")!;
        cursors.BreakBefore(1100);
        Assert.Equal(FollowerState.Broken, cursors.Find("history")!.State);
        cursors.ContinueBehindGap("history", 605);
        Assert.Equal(on, cursors.Find("history"));
        Assert.Throws<Core.InvariantException>(() => cursors.ContinueBehindGap("history", 2000));
    }

    [Fact]
    public void Cursors_outlive_a_restart_and_a_rebuild_ends_with_the_first_progress()
    {
        var disk = new SimDisk();
        FollowerCursors cursors = FollowerCursors.Open(disk);
        cursors.Register("history", 5, 1);
        cursors.Report("history", 70, 2);
        cursors.Report("history", 60, 3);
        cursors.Register("kafka", 7, 4);
        cursors.Register("gone", 7, 4);
        cursors.Forget("gone");
        cursors.Rebuild("kafka", 51);
        cursors.Save();
        FollowerCursors again = FollowerCursors.Open(disk);
        Assert.Equal(
            [new FollowerCursor("history", 70, FollowerState.Following, 2, 0, 0), new FollowerCursor("kafka", 50, FollowerState.Rebuilding, 4, 1, 50)],
            again.All);
        Assert.Equal(50, again.LowestHeld);
        Assert.Equal(FollowerState.Rebuilding, again.Register("kafka", 7000, 5).State);
        again.Report("kafka", 55, 6);
        Assert.Equal((FollowerState.Following, 55), (again.Find("kafka")!.State, again.Find("kafka")!.Cursor));
        Assert.Equal(80, again.Register("history", 80, 7).Cursor);
        Assert.Throws<Core.InvariantException>(() => again.Register("two words", 0, 0));
    }

    [Fact]
    public void A_power_cut_at_any_moment_leaves_the_old_cursors_or_the_new_ones()
    {
        for (int cut = 1; cut <= 8; cut++)
        {
            var disk = new SimDisk((ulong)cut) { Faults = new DiskFaults { Tears = true, Garbles = true } };
            FollowerCursors cursors = FollowerCursors.Open(disk);
            cursors.Register("history", 1, 0);
            cursors.Save();
            cursors.Report("history", 2, 0);
            disk.OperationsUntilPowerCut = cut;
            bool isSaved = false;
            try
            {
                cursors.Save();
                isSaved = true;
            }
            catch (PowerCut)
            {
                // Somewhere between the first byte and the new name.
            }
            var rng = new Rng((ulong)cut);
            disk.Crash(ref rng);
            FollowerCursors again = FollowerCursors.Open(disk);
            Assert.InRange(again.Find("history")!.Cursor, isSaved ? 2 : 1, 2);
            again.Report("history", 3, 0);
            again.Save();
            Assert.Equal(3, FollowerCursors.Open(disk).Find("history")!.Cursor);
        }
    }

    [Fact]
    public void A_damaged_file_of_cursors_is_refused_by_name()
    {
        var disk = new SimDisk();
        FollowerCursors cursors = FollowerCursors.Open(disk);
        cursors.Register("history", 1, 0);
        cursors.Save();
        for (int at = 0; at < disk["followers"].Length; at++)
        {
            SimDisk damaged = Told.Copy(disk, (_, bytes) => bytes[at] ^= 1);
            Assert.Equal("followers", Assert.Throws<EventFileException>(() => FollowerCursors.Open(damaged)).FileName);
        }
    }

    private static EventRetention Over(Told told, out FollowerCursors cursors)
    {
        cursors = FollowerCursors.Open(told.Files.Storage);
        return new EventRetention(told.Files, cursors, Told.Small);
    }
}
