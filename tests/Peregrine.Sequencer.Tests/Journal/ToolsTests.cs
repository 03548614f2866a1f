using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Tools;
using Peregrine.Simulation.Disk;

namespace Peregrine.Sequencer.Tests.Journal;

public class ToolsTests
{
    [Fact]
    public void What_a_second_repair_takes_away_is_kept_beside_what_the_first_one_did()
    {
        int[] groups = [.. Enumerable.Repeat(40, 40)];
        SimDisk replica = Journals.Written(groups), disk = Journals.Written(groups);
        string name = disk.List()[0];
        foreach (byte bit in (byte[])[1, 2, 2])
        {
            disk[name].Platter[Journals.GroupOffsets(disk[name].Platter)[1] + 80] ^= bit;
            disk[name].Reload();
            JournalRepair.From(disk, replica);
        }
        Assert.Equal([name + ".damaged", name + ".damaged.2"], disk.List().Where(n => n.Contains(".damaged", StringComparison.Ordinal)));
        using FileCommandLog log = Journals.Open(disk);
        Journals.AssertHolds(log, 1600);
    }

    [Fact]
    public void Verify_counts_what_is_there_and_tells_a_torn_tail_from_damage()
    {
        SimDisk disk = Journals.Written([.. Enumerable.Repeat(40, 20)]);
        JournalCheck check = JournalCheck.Of(disk);
        Assert.Equal((true, 800L, null), (check.IsSound, check.LastSeq, check.Torn));
        string last = disk.List()[^1];
        List<int> offsets = Journals.GroupOffsets(disk[last].Platter);
        disk[last].Platter[offsets[^2] + 100] ^= 1;
        disk[last].Reload();
        check = JournalCheck.Of(disk);
        Assert.Equal((true, 760L, 761L), (check.IsSound, check.LastSeq, check.Torn!.NextSeq));
        disk[last].Platter[offsets[^3] + 100] ^= 1;
        disk[last].Reload();
        Assert.Equal(last, JournalCheck.Of(disk).Damage!.FileName);
    }

    [Fact]
    public void Dump_tells_commands_in_words()
    {
        SimDisk disk = Journals.Written(6);
        using var text = new StringWriter();
        JournalTools.Dump(disk, text, fromSeq: 3, count: 2);
        string[] lines = text.ToString().TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("3 3000 PlaceOrder account 3 key 0 origin 0/3: Market=1 Price=", lines[0], StringComparison.Ordinal);
        Assert.Contains("ClientId=order-3", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("4 4000 CancelOrder", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_skipped_command_comes_as_a_tick_of_its_number_and_time_in_every_replay()
    {
        SimDisk disk = Journals.Written(6);
        JournalTools.Skip(disk, Journals.Small, 3, "anna", "ben");
        for (int round = 0; round < 2; round++)
        {
            using FileCommandLog log = Journals.Open(disk);
            using ICommandReader reader = log.OpenReader(1);
            Assert.True(reader.TryRead(out CommandGroup group));
            Assert.Equal((CommandKind.Tick, 3L, 3000L, 0), (group.Commands[2].Header.Kind, group.Commands[2].Header.Seq, group.Commands[2].Header.TimeNs, group.Commands[2].Header.Account));
            Assert.Equal(CommandKind.CancelOrder, group.Commands[3].Header.Kind);
            Journals.Append(log, 4);
        }
        using var text = new StringWriter();
        JournalTools.Dump(disk, text, 3, 1);
        Assert.EndsWith("(skipped)", text.ToString().TrimEnd(), StringComparison.Ordinal);
        Assert.Contains(JournalCheck.Of(disk).Segments, line => line.Contains("by anna and ben", StringComparison.Ordinal));
    }

    [Fact]
    public void Skipping_needs_two_operators_and_a_command_that_is_there()
    {
        SimDisk disk = Journals.Written(6);
        Assert.Throws<JournalException>(() => JournalTools.Skip(disk, Journals.Small, 3, "anna", "anna"));
        Assert.Throws<FormatException>(() => JournalTools.Skip(disk, Journals.Small, 3, "anna", ""));
        Assert.Throws<JournalException>(() => JournalTools.Skip(disk, Journals.Small, 7, "anna", "ben"));
        Assert.Throws<JournalException>(() => JournalTools.Skip(disk, Journals.Small, 1, "anna", "ben"));
    }

    [Fact]
    public void A_damaged_segment_is_put_back_from_a_replica()
    {
        int[] groups = [.. Enumerable.Repeat(40, 40)];
        SimDisk replica = Journals.Written(groups);
        foreach (string name in replica.List())
        {
            SimDisk disk = Journals.Written(groups);
            disk[name].Platter[Journals.GroupOffsets(disk[name].Platter)[1] + 80] ^= 1;
            disk[name].Reload();
            JournalRepair.From(disk, replica);
            Assert.Contains(name + ".damaged", disk.List());
            using FileCommandLog log = Journals.Open(disk);
            Journals.AssertHolds(log, 1600);
        }
    }

    [Fact]
    public void A_missing_segment_is_put_back_and_another_venues_is_not()
    {
        int[] groups = [.. Enumerable.Repeat(40, 40)];
        SimDisk disk = Journals.Written(groups);
        disk.Delete("00000002.journal");
        SimDisk stranger = new();
        using (FileCommandLog log = FileCommandLog.Open(stranger, Journals.Small with { NewVenueId = 78 })) Journals.Append(log, groups);
        Assert.Throws<JournalException>(() => JournalRepair.From(disk, stranger));
        JournalRepair.From(disk, Journals.Written(groups));
        using FileCommandLog whole = Journals.Open(disk);
        Journals.AssertHolds(whole, 1600);
    }

    [Fact]
    public void Cutting_needs_the_number_of_the_last_command_that_can_be_read()
    {
        SimDisk disk = Journals.Written([.. Enumerable.Repeat(40, 40)]);
        List<int> offsets = Journals.GroupOffsets(disk[Journals.First].Platter);
        disk[Journals.First].Platter[offsets[3] + 80] ^= 1;
        disk[Journals.First].Reload();
        Assert.Throws<JournalException>(() => JournalRepair.CutAfter(disk, 119));
        JournalRepair.CutAfter(disk, 120);
        using FileCommandLog log = Journals.Open(disk);
        Journals.AssertHolds(log, 120);
        Journals.Append(log, 5);
        Journals.AssertHolds(log, 125);
    }
}
