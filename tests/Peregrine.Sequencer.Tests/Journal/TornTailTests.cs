using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Simulation.Disk;

namespace Peregrine.Sequencer.Tests.Journal;

public class TornTailTests
{
    [Fact]
    public void A_torn_group_in_which_somebody_hid_the_header_of_another_is_cut_off_like_any()
    {
        SimDisk disk = Journals.Written(4, 3, 5);
        byte[] platter = disk[Journals.First].Platter;
        List<int> offsets = Journals.GroupOffsets(platter);
        platter.AsSpan(offsets[0], 64).CopyTo(platter.AsSpan(offsets[2] + 128));
        platter.AsSpan(offsets[2], 64).Clear();
        disk[Journals.First].Reload();
        using FileCommandLog log = Journals.Open(disk);
        Assert.NotNull(log.Cut);
        Journals.AssertHolds(log, 7);
    }

    [Fact]
    public void A_tail_cut_at_any_byte_is_cut_back_to_the_last_whole_group_and_reported()
    {
        byte[] whole = [.. Journals.Written(4, 3, 5)[Journals.First].Platter];
        List<int> offsets = Journals.GroupOffsets(whole);
        for (int cut = offsets[2]; cut < offsets[3]; cut++)
        {
            SimDisk disk = Journals.Written(4, 3, 5);
            disk[Journals.First].Platter.AsSpan(cut).Clear();
            disk[Journals.First].Reload();
            using FileCommandLog log = Journals.Open(disk);
            // The last bytes of the group are zeros: who cuts off those alone cuts off nothing.
            bool isWhole = !whole.AsSpan(cut).ContainsAnyExcept((byte)0);
            Journals.AssertHolds(log, isWhole ? 12 : 7);
            if (isWhole) continue;
            bool nothingLeft = !whole.AsSpan(offsets[2], cut - offsets[2]).ContainsAnyExcept((byte)0);
            Assert.Equal(nothingLeft, log.Cut is null);
            if (log.Cut is { } torn) Assert.Equal((Journals.First, offsets[2], 8), (torn.FileName, (int)torn.Offset, (int)torn.NextSeq));
            Journals.Append(log, 5);
            Journals.AssertHolds(log, 12);
        }
    }

    [Fact]
    public void A_tail_of_which_only_the_end_arrived_is_cut_too()
    {
        List<int> offsets = Journals.GroupOffsets(Journals.Written(4, 3, 5)[Journals.First].Platter);
        for (int missing = 8; missing < offsets[3] - offsets[2] - 8; missing += 8)
        {
            SimDisk disk = Journals.Written(4, 3, 5);
            disk[Journals.First].Platter.AsSpan(offsets[2], missing).Clear();
            disk[Journals.First].Reload();
            using FileCommandLog log = Journals.Open(disk);
            Journals.AssertHolds(log, 7);
        }
    }

    [Fact]
    public void What_was_cut_off_never_comes_back_behind_a_shorter_group()
    {
        SimDisk disk = Journals.Written(1, 1, 60);
        List<int> offsets = Journals.GroupOffsets(disk[Journals.First].Platter);
        disk[Journals.First].Platter[offsets[2] + 70] ^= 1;
        disk[Journals.First].Reload();
        using (FileCommandLog log = Journals.Open(disk))
        {
            Assert.NotNull(log.Cut);
            Journals.Append(log, 1);
        }
        using FileCommandLog again = Journals.Open(disk);
        Assert.Null(again.Cut);
        Journals.AssertHolds(again, 3);
    }

    [Fact]
    public void A_power_cut_in_any_operation_of_a_rotation_loses_nothing_that_was_committed()
    {
        for (int operation = 1; operation < 200; operation++)
        {
            var disk = new SimDisk((ulong)operation) { Faults = new DiskFaults { Tears = true, Garbles = true } };
            long committed = 0;
            bool failed = false;
            try
            {
                using FileCommandLog log = Journals.Open(disk);
                disk.OperationsUntilPowerCut = operation;
                long epoch = log.Acquire(0);
                for (int i = 0; i < 40; i++)
                {
                    if (i % 7 == 6) log.Tend();
                    if (log.Append(epoch, Journals.Range(log.Tail + 1, 60), 0) == AppendResult.Committed) committed = log.Tail;
                }
            }
            catch (PowerCut)
            {
                failed = true;
            }
            var rng = new Rng((ulong)operation);
            disk.Crash(ref rng);
            using FileCommandLog recovered = Journals.Open(disk);
            Assert.InRange(recovered.Tail, committed, committed + 60);
            Journals.AssertHolds(recovered, recovered.Tail);
            if (!failed) return;
        }
    }
}
