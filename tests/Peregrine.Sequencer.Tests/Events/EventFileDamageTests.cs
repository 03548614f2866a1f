using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Simulation.Disk;

namespace Peregrine.Sequencer.Tests.Events;

public class EventFileDamageTests
{
    [Fact]
    public void An_end_that_is_torn_at_any_byte_is_cut_to_the_last_whole_block_and_written_again()
    {
        var disk = new SimDisk();
        using Told whole = new Told(disk).Tell(1, 30);
        whole.Writer.Sync();
        byte[] platter = disk[Told.First].Platter;
        List<long> ends = [EventFileLayout.FirstBlockAt, .. Blocks(disk).Select(static b => b.End)];
        for (int cut = EventFileLayout.FirstBlockAt; cut < ends[^1]; cut++)
        {
            SimDisk torn = Told.Copy(disk, (_, bytes) => bytes.AsSpan(cut).Clear());
            using var told = new Told(torn);
            // Zeros in the place of zeros tear nothing.
            long end = ends.Last(e => e <= cut || !platter.AsSpan(cut, (int)e - cut).ContainsAnyExcept((byte)0));
            Assert.Equal(end, told.Files.Files.Select(static f => f.End).LastOrDefault(EventFileLayout.FirstBlockAt));
            if (cut % 50 != 0) continue;
            told.Tell(1, 60).Writer.WriteOut();
            using var reader = new EventFileReader(told.Files, 0);
            Assert.Equal(60, Told.Read(reader));
        }
    }

    [Fact]
    public void A_bit_that_flips_in_any_block_is_found_with_file_and_offset_and_nothing_before_it_is_lost()
    {
        var disk = new SimDisk();
        using Told told = new Told(disk).Tell(1, 60);
        told.Writer.Sync();
        SimFile file = disk[Told.First];
        foreach ((long at, long end, long firstSeq) in Blocks(disk))
        {
            foreach (long place in new[] { at, at + 5, at + 20, at + 45, (at + end) / 2, end - 1 })
            {
                file.Platter[place] ^= 4;
                file.Reload();
                using var reader = new EventFileReader(told.Files, 0);
                EventFileException e = Assert.Throws<EventFileException>(() => Told.Read(reader));
                Assert.Equal((Told.First, at), (e.FileName, e.Offset));
                Assert.Equal(firstSeq - 1, reader.Cursor);
                file.Platter[place] ^= 4;
                file.Reload();
                Assert.Equal(60, Told.Read(reader));
            }
        }
    }

    [Fact]
    public void A_sealed_file_whose_header_is_damaged_is_not_thrown_away()
    {
        var disk = new SimDisk();
        using (Told told = new Told(disk).Tell(1, 1000)) told.Writer.Sync();
        using (new Told(disk)) { }
        SimDisk damaged = Told.Copy(disk, static (name, bytes) => bytes[20] ^= (byte)(name == Told.First ? 1 : 0));
        EventFileException e = Assert.Throws<EventFileException>(() => new Told(damaged));
        Assert.Equal(Told.First, e.FileName);
        SimDisk without = Told.Copy(disk, static (name, bytes) => bytes[EventFileLayout.SealAt] ^= (byte)(name == Told.First ? 1 : 0));
        using var read = new Told(without);
        Assert.Null(read.Files.Cut);
        using var reader = new EventFileReader(read.Files, 0);
        Assert.Equal(1000, Told.Read(reader));
    }

    [Fact]
    public void Whatever_a_power_cut_leaves_what_was_synced_is_there_and_the_rest_is_written_again()
    {
        for (ulong seed = 1; seed <= 150; seed++)
        {
            var rng = new Rng(seed);
            var disk = new SimDisk(seed) { Faults = new DiskFaults { Tears = rng.PerMille(700), Garbles = rng.PerMille(500) } };
            long last = 0;
            for (int life = 0; life < 4; life++)
            {
                long synced = 0;
                try
                {
                    using var told = new Told(disk);
                    using var reader = new EventFileReader(told.Files, 0);
                    Assert.Equal(told.Files.LastSeq, Told.Read(reader));
                    disk.OperationsUntilPowerCut = rng.Between(1, 120);
                    told.Tell(1, last);
                    for (int i = 0; i < 30; i++)
                    {
                        long from = last + 1;
                        last += rng.Between(1, 40);
                        told.Tell(from, last);
                        if (rng.PerMille(500)) Assert.True(told.Writer.WriteOut());
                        if (rng.PerMille(200) && told.Writer.Sync()) synced = last;
                    }
                }
                catch (PowerCut)
                {
                    // As the dice would have it.
                }
                disk.Crash(ref rng);
                using var after = new Told(disk);
                Assert.True(after.Files.LastSeq >= synced, $"seed {seed}");
                last = Math.Max(last, after.Files.LastSeq);
            }
        }
    }

    [Fact]
    public void A_disk_that_fails_or_is_full_stops_the_writer_with_a_reason_and_harms_no_reader_and_no_other_file()
    {
        foreach (DiskFaults faults in new[] { new DiskFaults { WriteFailsPerMille = 1000 }, new DiskFaults { CapacityBytes = 40 * 1024 } })
        {
            var disk = new SimDisk();
            using (IStorageFile journal = disk.Create("00000001.journal", 4096))
            {
                journal.Write(0, [1, 2, 3]);
                journal.Flush();
            }
            using var told = new Told(disk).Tell(1, 100);
            Assert.True(told.Writer.WriteOut());
            long before = told.Files.LastSeq;
            disk.Faults = faults;
            told.Tell(101, 1000);
            Assert.False(told.Writer.WriteOut());
            Assert.False(told.Writer.Sync());
            Assert.Contains("no longer written", told.Writer.Failure, StringComparison.Ordinal);
            Assert.False(told.Writer.TryAgain());
            disk.Faults = DiskFaults.None;
            Assert.False(told.Writer.WriteOut());
            using var reader = new EventFileReader(told.Files, 0);
            Assert.Equal(told.Files.LastSeq, Told.Read(reader));
            Assert.True(reader.Cursor >= before);
            Assert.Equal([1, 2, 3], disk["00000001.journal"].Platter[..3]);
            Assert.False(disk["00000001.journal"].HasPending);
            // What it could not write it has kept; what was told behind that it has not.
            Assert.True(told.Writer.TryAgain());
            Assert.Equal((null, told.Files.LastSeq), (told.Writer.Failure, told.Writer.LastSeq));
            Assert.True(told.Writer.HasMissed(1100));
            told.Tell((int)told.Writer.LastSeq + 1, 1100);
            Assert.True(told.Writer.Sync());
            using var whole = new EventFileReader(told.Files, 0);
            Assert.Equal(1100, Told.Read(whole));
            using var again = new Told(disk).Tell(1, 1200);
            Assert.True(again.Writer.WriteOut());
            using var all = new EventFileReader(again.Files, 0);
            Assert.Equal(1200, Told.Read(all));
        }
    }

    [Fact]
    public void A_failed_flush_stops_the_writer_too()
    {
        var disk = new SimDisk();
        using Told told = new Told(disk).Tell(1, 100);
        disk.Faults = new DiskFaults { FlushFailsPerMille = 1000 };
        Assert.False(told.Writer.Sync());
        Assert.Contains("flush", told.Writer.Failure, StringComparison.Ordinal);
        // The next flush would claim success for what this one lost.
        disk.Faults = DiskFaults.None;
        Assert.False(told.Writer.TryAgain());
        Assert.False(told.Writer.Sync());
    }

    private static List<(long At, long End, long FirstSeq)> Blocks(SimDisk disk)
    {
        using var blocks = new EventBlocks(disk.Open(Told.First), 1);
        List<(long, long, long)> found = [];
        while (blocks.Peek(long.MaxValue) is null)
        {
            (long at, long first) = (blocks.Offset, blocks.NextSeq);
            blocks.Skip();
            found.Add((at, blocks.Offset, first));
        }
        return found;
    }
}
