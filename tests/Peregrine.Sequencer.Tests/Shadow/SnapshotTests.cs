using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Snapshots;
using Peregrine.Sequencer.Tests.Writer;
using Peregrine.Sequencer.Tools;
using Peregrine.Simulation.Disk;
using Peregrine.Simulation.World;

namespace Peregrine.Sequencer.Tests.Shadow;

public class SnapshotTests
{
    [Fact]
    public void Two_are_kept_the_journal_forgets_what_is_stateboth_and_a_start_continues_from_the_newer()
    {
        using Stepped venue = Traded(1500);
        IReadOnlyList<long> kept = venue.Open.Snapshots.Seqs;
        Assert.Equal(2, kept.Count);
        Assert.Equal(2, venue.Disk.List().Count(static name => name.EndsWith(".snapshot", StringComparison.Ordinal)));
        // More than the sixteen slices that share a block of memory.
        Assert.True(venue.Disk[SnapshotSet.NameOf(kept[0])].Length > 20 * Beside.Often.Snapshots.SliceBytes);
        Assert.InRange(venue.Open.Log.FirstSeq, 2, kept[1] + 1);
        using var again = new Stepped(venue.Disk, Beside.Often);
        Assert.Equal((kept[0], venue.Open.Engine.Seq), (again.Open.Recovered.FromSeq, again.Open.Recovered.ToSeq));
        Assert.Empty(again.Open.Recovered.Refused);
        Assert.Equal(venue.Open.Engine.StateHash(), again.Open.Engine.StateHash());
        Assert.Equal(venue.Open.Engine.RollingHash, again.Open.Engine.RollingHash);
        again.Rest();
        Assert.True(again.Open.Shadow.HasCaughtUp);
    }

    [Fact]
    public void A_bad_one_is_passed_over_loudly_for_the_older_and_both_for_the_whole_journal()
    {
        using Stepped venue = Traded(300);
        Assert.Equal(1, venue.Open.Log.FirstSeq);
        IReadOnlyList<long> kept = venue.Open.Snapshots.Seqs;
        int length = (int)venue.Disk[SnapshotSet.NameOf(kept[0])].Length;
        // Every part: magic, versions, venue, number, hashes, lengths, sums, and the contents at many places.
        int[] places = [.. Enumerable.Range(0, 128 / 8).Select(static i => i * 8), .. Enumerable.Range(0, 15).Select(i => 4096 + i * ((length - 4096) / 15))];
        foreach (int at in places)
        {
            SimDisk disk = Damaged(venue.Disk, (name, bytes) =>
            {
                if (name == SnapshotSet.NameOf(kept[0])) bytes[at] ^= 4;
            });
            RecoveryReport report = Recover(disk, venue);
            Assert.Equal(kept[1], report.FromSeq);
            Assert.Contains($"after command {kept[0]} cannot be used", Assert.Single(report.Refused), StringComparison.Ordinal);
        }
        SimDisk both = Damaged(venue.Disk, static (_, bytes) => bytes[5000] ^= 1);
        RecoveryReport whole = Recover(both, venue);
        Assert.Equal((0, 2), (whole.FromSeq, whole.Refused.Count));
    }

    [Fact]
    public void Without_a_good_one_a_journal_that_forgot_its_beginning_is_not_started()
    {
        using Stepped venue = Traded(1500);
        SimDisk disk = Damaged(venue.Disk, static (_, bytes) => bytes[5000] ^= 1);
        RecoveryException refused = Assert.Throws<RecoveryException>(() => Sequencer.Open(disk, venue.Clock, Beside.Often));
        Assert.Contains("nothing holds the state before it", refused.Message, StringComparison.Ordinal);
        Assert.Contains("no good snapshot reaches so far", JournalCheck.Of(disk).Damage!.Message, StringComparison.Ordinal);
        Assert.All(JournalCheck.Of(disk).Snapshots, static line => Assert.DoesNotContain("good", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_bad_older_one_is_set_aside_statethe_journal_forgets_anything_for_its_sake()
    {
        using Stepped venue = Traded(300);
        long newest = venue.Open.Snapshots.Newest;
        SimDisk disk = Damaged(venue.Disk, (name, bytes) => bytes[5000] ^= (byte)(name == SnapshotSet.NameOf(newest) ? 1 : 0));
        using var again = new Stepped(disk, Beside.Often);
        again.Clock.NowNs = venue.Clock.NowNs;
        again.Trade(1000, 120);
        Assert.DoesNotContain(newest, again.Open.Snapshots.Seqs);
        Assert.Contains(SnapshotSet.NameOf(newest) + ".refused", disk.List());
        Assert.All(again.Open.Snapshots.Seqs, seq => Assert.Null(SnapshotCheck.Of(disk, seq, again.Open.Log.VenueId)));
    }

    [Fact]
    public void One_that_is_ahead_of_the_journal_is_set_aside()
    {
        using Stepped venue = Traded(300);
        using var other = Stepped.WithVenue(options: Beside.Often);
        SimDisk disk = Damaged(other.Disk, static (_, _) => { });
        long newest = venue.Open.Snapshots.Newest;
        byte[] bytes = new byte[venue.Disk[SnapshotSet.NameOf(newest)].Length];
        venue.Disk[SnapshotSet.NameOf(newest)].Read(0, bytes);
        using (IStorageFile file = disk.Create(SnapshotSet.NameOf(newest), bytes.Length))
        {
            file.Write(0, bytes);
            file.Flush();
        }
        using var again = new Stepped(disk, Beside.Often);
        Assert.Contains("the journal ends with command", Assert.Single(again.Open.Recovered.Refused), StringComparison.Ordinal);
        Assert.Contains(SnapshotSet.NameOf(newest) + ".refused", disk.List());
        Assert.Equal(0, again.Open.Recovered.FromSeq);
    }

    [Fact]
    public void A_disk_that_refuses_one_is_told_of_and_tried_again_later()
    {
        using Stepped venue = Stepped.WithVenue(options: Beside.Often with { Snapshots = Beside.Often.Snapshots with { RetryAfter = TimeSpan.FromSeconds(5) } });
        venue.Rest();
        for (int i = 0; i < 100; i++) venue.Do(Command.Of(Stepped.Order(i, i % 2 == 0 ? Side.Buy : Side.Sell), account: 1));
        while (!venue.Open.SnapshotKeeper.IsBusy) Assert.True(venue.Open.Shadow.Step());
        venue.Disk.Faults = new DiskFaults { WriteFailsPerMille = 1000 };
        while (venue.Open.SnapshotKeeper.Step()) { }
        venue.Disk.Faults = DiskFaults.None;
        Assert.Contains("no snapshot after command", venue.Open.SnapshotKeeper.Trouble, StringComparison.Ordinal);
        Assert.Equal(0, venue.Open.Snapshots.Newest);
        venue.Rest();
        Assert.Equal(0, venue.Open.Snapshots.Newest);
        venue.Clock.NowNs += 6_000_000_000;
        venue.Rest();
        Assert.Equal(venue.Open.Engine.Seq, venue.Open.Snapshots.Newest);
        Assert.Null(venue.Open.SnapshotKeeper.Trouble);
    }

    [Fact]
    public void A_power_cut_at_any_moment_of_writing_one_leaves_those_that_were_there()
    {
        int cuts = 0;
        for (int cut = 1; ; cut++)
        {
            using Stepped venue = Traded(300);
            venue.Disk.Faults = new DiskFaults { Tears = true, Garbles = true };
            IReadOnlyList<long> before = venue.Open.Snapshots.Seqs;
            for (int i = 0; i < 110; i++) venue.Do(Command.Of(Stepped.Order(5000 + i, i % 2 == 0 ? Side.Buy : Side.Sell), account: 1));
            while (!venue.Open.SnapshotKeeper.IsBusy) Assert.True(venue.Open.Shadow.Step());
            venue.Disk.OperationsUntilPowerCut = cut;
            bool isDone = !IsCut(() =>
            {
                while (venue.Open.SnapshotKeeper.Step()) { }
            });
            var rng = new Rng((ulong)cut);
            venue.Disk.Crash(ref rng);
            using var again = new Stepped(venue.Disk, Beside.Often);
            Assert.Empty(again.Open.Recovered.Refused);
            Assert.True(again.Open.Recovered.FromSeq >= before[0]);
            Assert.Equal(venue.Open.Engine.StateHash(), again.Open.Engine.StateHash());
            if (isDone) break;
            cuts++;
        }
        Assert.True(cuts > 5);
    }

    [Fact]
    public void What_is_in_a_snapshot_cannot_be_skipped_any_more()
    {
        using Stepped venue = Traded(300);
        long seq = venue.Open.Snapshots.Newest - 1;
        Assert.Contains("is in the snapshot", Assert.Throws<JournalException>(() => JournalTools.Skip(venue.Disk, Beside.Often.Journal, seq, "anna", "ben")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Giving_up_the_end_of_a_journal_gives_up_the_snapshots_of_it()
    {
        using Stepped venue = Traded(300);
        long newest = venue.Open.Snapshots.Newest;
        SimDisk disk = Damaged(venue.Disk, static (_, _) => { });
        string last = SegmentSet.Load(disk).Used[^1].Name;
        disk[last].Platter[4096 + 70] ^= 1;
        disk[last].Reload();
        long readable = JournalCheck.Of(disk).LastSeq;
        Assert.True(readable < newest);
        JournalRepair.CutAfter(disk, readable);
        Assert.Contains(SnapshotSet.NameOf(newest) + ".refused", disk.List());
        using var again = new Stepped(disk, Beside.Often);
        Assert.Equal(readable, again.Open.Recovered.ToSeq);
    }

    [Fact]
    public void Segments_that_are_archived_keep_their_bytes_under_another_name()
    {
        using Stepped venue = Traded(1500, Beside.Often with { Journal = Beside.Often.Journal with { ArchivesSegments = true } });
        Assert.True(venue.Open.Log.FirstSeq > 1);
        Assert.Contains("00000001.journal.archived", venue.Disk.List());
        using var again = new Stepped(venue.Disk, Beside.Often);
        Assert.Equal(venue.Open.Engine.StateHash(), again.Open.Engine.StateHash());
    }

    [Fact]
    public void The_past_behind_a_snapshot_is_read_though_older_segments_are_of_other_rules()
    {
        SequencerOptions now = Beside.Often, before = now with { Journal = now.Journal with { RulesVersion = now.Journal.RulesVersion - 1 } };
        using Stepped old = Traded(300, before);
        old.Open.Shadow.AskForSnapshot();
        old.Rest();
        Assert.Equal(old.Open.Engine.Seq, old.Open.Snapshots.Newest);
        using var venue = new Stepped(old.Disk, now);
        venue.Clock.NowNs = old.Clock.NowNs + 1;
        long seq = 0;
        for (int i = 0; i <= Engine.Engine.GroupMax; i++) seq = venue.Do(Command.Of(Stepped.Order(1000 + i), account: 1 + i % SmallVenue.Accounts)).Seq;
        Assert.Equal(2, SegmentSet.Load(venue.Disk).Used.Select(static s => s.Header.RulesVersion).Distinct().Count());
        Counter state = new(), told = new();
        PastReader.Read(venue.Disk, seq, state, told);
        Assert.True(state.Bytes > 0 && told.Bytes > 0);
    }

    private static Stepped Traded(int orders, SequencerOptions? options = null)
    {
        Stepped venue = Stepped.WithVenue(options: options ?? Beside.Often);
        venue.Trade(1, orders);
        return venue;
    }

    private static bool IsCut(Action act)
    {
        try
        {
            act();
            return false;
        }
        catch (PowerCut)
        {
            return true;
        }
    }

    // The same files on another disk, with something done to the snapshots among them.
    private static SimDisk Damaged(SimDisk disk, Action<string, byte[]> change) => Events.Told.Copy(disk, (name, bytes) =>
    {
        if (name.EndsWith(".snapshot", StringComparison.Ordinal)) change(name, bytes);
    });

    private static RecoveryReport Recover(SimDisk disk, Stepped was)
    {
        using var again = new Stepped(disk, Beside.Often);
        Assert.Equal(was.Open.Engine.StateHash(), again.Open.Engine.StateHash());
        return again.Open.Recovered;
    }

    private sealed class Counter : IEventSink
    {
        public int Bytes { get; private set; }

        public void Take(ReadOnlySpan<byte> events) => Bytes += events.Length;
    }
}
