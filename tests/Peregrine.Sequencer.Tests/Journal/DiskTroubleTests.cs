using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Simulation.Disk;

namespace Peregrine.Sequencer.Tests.Journal;

public class DiskTroubleTests
{
    [Fact]
    public void What_may_be_forgotten_makes_room_for_the_next_segment()
    {
        SimDisk disk = Journals.Written([.. Enumerable.Repeat(40, 40)]);
        using FileCommandLog log = Journals.Open(disk);
        int before = disk.List().Count;
        disk.Faults = new DiskFaults { CapacityBytes = before * Journals.Small.SegmentBytes };
        log.Truncate(log.Acquire(0), 1000);
        log.Tend();
        Assert.InRange(log.FirstSeq, 2, 1000);
        Assert.Equal(AppendResult.Committed, log.Append(log.Acquire(0), Journals.Range(log.Tail + 1, 50), 0));
    }

    [Fact]
    public void After_a_failed_flush_nothing_more_is_written_even_when_the_disk_is_well_again()
    {
        var disk = new SimDisk();
        using FileCommandLog log = Journals.Open(disk);
        Journals.Append(log, 3);
        disk.Faults = new DiskFaults { FlushFailsPerMille = 1000 };
        long epoch = log.Acquire(0);
        Assert.Equal(AppendResult.Unknown, log.Append(epoch, Journals.Range(4, 2), 0));
        disk.Faults = DiskFaults.None;
        Assert.Equal(AppendResult.Unknown, log.Append(epoch, Journals.Range(4, 2), 0));
        Assert.Equal(3, log.Tail);
        Assert.Contains("flush", log.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_failed_flush_left_readable_is_written_again_before_anything_is_built_on_it()
    {
        var disk = new SimDisk();
        using (FileCommandLog log = Journals.Open(disk))
        {
            Journals.Append(log, 3);
            disk.Faults = new DiskFaults { FlushFailsPerMille = 1000 };
            Assert.Equal(AppendResult.Unknown, log.Append(log.Acquire(0), Journals.Range(4, 2), 0));
            disk.Faults = DiskFaults.None;
        }
        // The process is restarted, the machine is not: the system still shows what it never stored.
        using (FileCommandLog log = Journals.Open(disk))
        {
            Assert.Equal(5, log.Tail);
            Journals.Append(log, 4);
        }
        var rng = new Rng(1);
        disk.Crash(ref rng);
        using FileCommandLog after = Journals.Open(disk);
        Journals.AssertHolds(after, 9);
    }

    [Fact]
    public void A_failed_write_is_no_better()
    {
        var disk = new SimDisk();
        using FileCommandLog log = Journals.Open(disk);
        Journals.Append(log, 3);
        disk.Faults = new DiskFaults { WriteFailsPerMille = 1000 };
        Assert.Equal(AppendResult.Unknown, log.Append(log.Acquire(0), Journals.Range(4, 2), 0));
    }

    [Fact]
    public void A_full_disk_refuses_the_next_segment_and_touches_nothing()
    {
        var disk = new SimDisk { Faults = new DiskFaults { CapacityBytes = 100 * 1024 } };
        using FileCommandLog log = Journals.Open(disk);
        long epoch = log.Acquire(0);
        AppendResult result;
        do result = log.Append(epoch, Journals.Range(log.Tail + 1, 50), 0);
        while (result == AppendResult.Committed);
        Assert.Equal(AppendResult.Full, result);
        Assert.Equal(2, disk.List().Count);
        Journals.AssertHolds(log, log.Tail);
        disk.Faults = DiskFaults.None;
        Assert.Equal(AppendResult.Committed, log.Append(epoch, Journals.Range(log.Tail + 1, 50), 0));
        Journals.AssertHolds(log, log.Tail);
    }

    [Fact]
    public void A_disk_without_room_for_the_first_segment_says_so()
    {
        var disk = new SimDisk { Faults = new DiskFaults { CapacityBytes = 1024 } };
        using FileCommandLog log = Journals.Open(disk);
        Assert.True(Assert.Throws<StorageException>(() => log.Acquire(0)).IsFull);
    }
}
