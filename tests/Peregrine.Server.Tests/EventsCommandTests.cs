using Peregrine.Core;
using Peregrine.Sequencer;
using Peregrine.Sequencer.Events;
using Peregrine.Sequencer.Storage;
using Peregrine.Server.Events;
using Peregrine.Server.Journal;

namespace Peregrine.Server.Tests;

public sealed class EventsCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peregrine-events-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Followers_are_told_rebuilt_and_forgotten()
    {
        await Run();
        Assert.Equal((JournalCommand.Done, "history: Following, has everything up to command 3\n"), Call("followers", _folder));
        Assert.Equal((JournalCommand.Done, "sound from command 1 to command 5\n"), Call("verify", _folder));
        Assert.Equal((JournalCommand.Trouble, "history was not cut off: there is no gap to continue behind.\n"), Call("continue", _folder, "history"));
        Assert.Equal((JournalCommand.Done, "history: Rebuilding, has everything up to command 0\n"), Call("rebuild", _folder, "history"));
        Assert.Equal(JournalCommand.Trouble, Call("rebuild", _folder, "nobody").Code);
        Assert.Equal((JournalCommand.Done, "history is forgotten: no events are kept for it\n"), Call("forget", _folder, "history"));
        Assert.Equal((JournalCommand.Done, ""), Call("followers", _folder));
    }

    [Fact]
    public async Task One_that_was_cut_off_continues_behind_a_recorded_gap()
    {
        await Run();
        await Run();
        // The start closes the file of the run before; only what is closed stands without what was before it.
        await Run();
        // Somebody took the oldest file away; the venue marks who needed it.
        File.Delete(Path.Combine(_folder, "00000001.events"));
        await Run();
        (int code, string text) = Call("followers", _folder);
        Assert.Equal(JournalCommand.Done, code);
        Assert.StartsWith("history: Broken, has everything up to command 3", text, StringComparison.Ordinal);
        (code, text) = Call("continue", _folder, "history");
        Assert.Equal(JournalCommand.Done, code);
        Assert.Equal("history: Following, has everything up to command 5, without commands 4 to 5\n", text);
    }

    [Theory]
    [InlineData(1, "the events of commands 1 to 5 are kept nowhere any more", 5)]
    [InlineData(2, "the events of commands 6 to 6 are kept nowhere any more", 0)]
    public async Task Nobody_is_made_to_forget_what_cannot_be_told_again_unless_it_is_said(int gone, string missing, int cursor)
    {
        for (int i = 0; i < 4; i++) await Run();
        string followers = Call("followers", _folder).Text;
        File.Delete(Path.Combine(_folder, $"0000000{gone}.events"));
        (int code, string text) = Call("rebuild", _folder, "history");
        Assert.Equal(JournalCommand.Trouble, code);
        Assert.Contains(missing, text, StringComparison.Ordinal);
        Assert.Equal(followers, Call("followers", _folder).Text);
        (code, text) = Call("rebuild", _folder, "history", "--from-what-is-left");
        Assert.Equal(JournalCommand.Done, code);
        Assert.StartsWith($"history: Rebuilding, has everything up to command {cursor}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_is_named_and_nothing_is_decided_while_a_venue_runs()
    {
        await Run();
        string file = Path.Combine(_folder, "00000001.events");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[4096 + 60] ^= 1;
        File.WriteAllBytes(file, bytes);
        // One that is not closed ends where it does not read; the venue's next start closes it.
        (int code, string text) = Call("verify", _folder);
        Assert.True(code == JournalCommand.Trouble ? text.Contains("00000001.events is damaged", StringComparison.Ordinal) : text != "sound from command 1 to command 5\n", text);
        using PosixStorage venue = PosixStorage.At(_folder);
        Assert.Contains("in use by process", Call("rebuild", _folder, "history").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("followers")]
    [InlineData("continue", "x")]
    [InlineData("burn", "x")]
    public void What_it_does_not_understand_it_answers_with_its_usage(params string[] args)
    {
        (int code, string text) = Call(args);
        Assert.Equal(JournalCommand.BadUsage, code);
        Assert.Contains("usage:", text, StringComparison.Ordinal);
    }

    // The first run makes five commands and a follower that is at the third, later ones one more each: the word that the venue is back.
    private async Task Run()
    {
        Genesis capacities = Genesis.Default with { AccountsMax = 10, PositionsMax = 10, OrdersMax = 64, TriggersMax = 8, ClientIdsMax = 64, RequestKeysMax = 64, DepositKeysMax = 64 };
        SequencerOptions sizes = new() { Journal = new() { SegmentBytes = 2 << 20 }, EventRingBytes = 1 << 20, WaitersMax = 16, Snapshots = new() { OnStop = false }, Writer = new() { TickEveryNs = 1L << 61 } };
        using VenueHost venue = VenueHost.Start(new VenueOptions { Folder = _folder, Genesis = capacities, Sequencer = sizes });
        if (venue.Recovered.ToSeq > 0)
        {
            await Reach(venue, venue.Recovered.ToSeq + 1);
            return;
        }
        for (ulong i = 1; i <= 4; i++) await venue.Port.Submit([Command.Of(new CreateAccount { Request = new(1, i) })]);
        using Follower follower = venue.Followers.Register("history", 0, 1);
        follower.Stored(3, 2);
        await Reach(venue, 5);
    }

    private static async Task Reach(VenueHost venue, long seq)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (venue.Followers.LastSeq < seq || venue.Status.ShadowSeq < seq) await Task.Delay(5, deadline.Token);
    }

    private static (int Code, string Text) Call(params string[] args)
    {
        using StringWriter text = new() { NewLine = "\n" };
        int code = EventsCommand.Run(args, text, text);
        return (code, text.ToString());
    }
}
