using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Simulation.Disk;

namespace Peregrine.Sequencer.Tests.Events;

public class EventFileTests
{
    [Fact]
    public void Events_are_read_back_over_many_files_from_every_cursor()
    {
        using Told told = new Told(new SimDisk()).Tell(1, 1000);
        Assert.True(told.Writer.WriteOut());
        Assert.InRange(told.Files.Files.Length, 5, 50);
        for (long cursor = 0; cursor <= 1000; cursor++)
        {
            using var reader = new EventFileReader(told.Files, cursor);
            Assert.Equal(1000, Told.Read(reader));
            Assert.False(reader.IsGone);
        }
    }

    [Fact]
    public void A_reader_gets_what_is_written_out_and_goes_on_when_there_is_more()
    {
        using var told = new Told(new SimDisk());
        using var reader = new EventFileReader(told.Files, 0);
        for (long seq = 1; seq <= 500; seq++)
        {
            told.Tell(seq, seq);
            if (seq % 7 != 0) continue;
            told.Writer.WriteOut();
            Assert.Equal(seq, Told.Read(reader));
        }
    }

    [Fact]
    public void A_command_with_more_events_than_a_file_holds_gets_a_file_of_its_own()
    {
        using var told = new Told(new SimDisk()).Tell(1, 10);
        var events = new EventWriter(told.Writer);
        events.Begin(11, 110);
        for (int i = 0; i < 2000; i++) events.Add(11, 1, default(Trade));
        events.Add(11, 0, default(CommandDone));
        events.End();
        told.Writer.EndCommand(11);
        told.Tell(12, 20).Writer.WriteOut();
        using var reader = new EventFileReader(told.Files, 10);
        Assert.True(reader.Next().Length > Told.Small.FileBytes);
        Assert.Equal(11, reader.Cursor);
        Assert.Equal(20, Told.Read(reader));
    }

    [Fact]
    public void After_a_restart_commands_that_are_run_again_are_passed_over()
    {
        var disk = new SimDisk();
        using (Told first = new Told(disk).Tell(1, 300)) first.Writer.WriteOut();
        using var told = new Told(disk);
        Assert.Equal(300, told.Writer.LastSeq);
        Assert.Null(told.Files.Cut);
        told.Tell(150, 400).Writer.WriteOut();
        using var reader = new EventFileReader(told.Files, 0);
        Assert.Equal(400, Told.Read(reader));
    }

    [Fact]
    public void What_tells_of_commands_that_the_journal_lost_is_cut_and_written_anew()
    {
        var disk = new SimDisk();
        using (Told first = new Told(disk).Tell(1, 300)) first.Writer.Sync();
        using var told = new Told(disk, lastCommand: 100);
        Assert.InRange(told.Files.LastSeq, 50, 100);
        Assert.Contains("not in the journal", told.Files.Cut!.Reason, StringComparison.Ordinal);
        told.Tell(1, 120).Writer.WriteOut();
        using var reader = new EventFileReader(told.Files, 0);
        Assert.Equal(120, Told.Read(reader));
    }

    [Fact]
    public void A_missing_command_is_our_mistake_and_a_gap_that_is_meant_is_told_to_readers()
    {
        using var told = new Told(new SimDisk()).Tell(1, 100);
        told.Writer.WriteOut();
        Assert.Throws<InvariantException>(() => told.Tell(102, 102));
        using var second = new Told(told.Files.Storage);
        second.Writer.LeaveGap(201);
        second.Tell(201, 300).Writer.WriteOut();
        using var reader = new EventFileReader(second.Files, 0);
        Assert.Equal(100, Told.Read(reader));
        Assert.True(reader.IsGone);
        reader.MoveTo(200);
        Assert.Equal(300, Told.Read(reader));
        Assert.False(reader.IsGone);
        using var third = new Told(told.Files.Storage);
        using var late = new EventFileReader(third.Files, 100);
        Assert.True(late.Next().IsEmpty && late.IsGone);
    }

    [Fact]
    public void Another_venues_files_are_refused()
    {
        var disk = new SimDisk();
        using (Told first = new Told(disk).Tell(1, 30)) first.Writer.WriteOut();
        Assert.Contains("another venue", Assert.Throws<EventFileException>(() => EventFileSet.Open(disk, 78, long.MaxValue)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        new EventFileOptions().Validate();
        Assert.Throws<InvariantException>(() => (Told.Small with { KeepBytes = 1 }).Validate());
        Assert.Throws<InvariantException>(() => (Told.Small with { BytesMax = Told.Small.KeepBytes - 1 }).Validate());
        Assert.Throws<InvariantException>(() => (Told.Small with { FileBytes = 2048 }).Validate());
        Assert.Throws<InvariantException>(() => (Told.Small with { BlockBytes = 1 }).Validate());
        Assert.Throws<InvariantException>(() => (Told.Small with { KeepFor = TimeSpan.Zero }).Validate());
    }
}
