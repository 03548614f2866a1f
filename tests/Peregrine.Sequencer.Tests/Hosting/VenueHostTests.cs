using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Sequencer.Events;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Tests.Writer;
using Peregrine.Sequencer.Writer;
using Peregrine.Simulation.World;

namespace Peregrine.Sequencer.Tests.Hosting;

public sealed class VenueHostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peregrine-host-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_venue_whose_machine_was_set_back_while_it_was_away_goes_on_in_time()
    {
        var ahead = new SimClock { NowNs = (DateTime.UtcNow.AddHours(1) - DateTime.UnixEpoch).Ticks * 100 };
        using (PosixStorage storage = PosixStorage.At(_folder))
        using (Sequencer venue = Sequencer.Open(storage, ahead, Stepped.Small))
        {
            Assert.Equal(RejectCode.None, venue.TrySubmit([Command.Of(in SmallVenue.Capacities)]).Code);
            while (venue.Writer.Step()) { }
        }
        using VenueHost again = Start();
        long began = again.Status.AppliedSeq;
        for (long end = Environment.TickCount64 + 60_000; again.Status.AppliedSeq < began + 3; await Task.Delay(20)) Assert.True(Environment.TickCount64 < end, "time stands still");
    }

    [Fact]
    public async Task It_starts_answers_stops_and_starts_again_from_its_snapshot()
    {
        long seq;
        using (VenueHost venue = Start())
        {
            await Found(venue);
            CommandReceipt last = default;
            for (int i = 0; i < 50; i++) last = await venue.Port.Submit([Command.Of(Stepped.Order(i), account: 1 + i % SmallVenue.Accounts)]);
            seq = last.Seq;
            Answer<AccountFigures> answer = await venue.Questions.Ask<AskAccount, AccountFigures>(new(1), seq, default);
            Assert.Equal(RejectCode.None, answer.Code);
            Assert.True(answer.AsOfSeq >= seq);
            Assert.True(answer.Value.InitialMargin > Micros.Zero);
            Assert.True(venue.Status.IsWell, string.Join("; ", venue.Status.Troubles));
            Assert.Equal(WriterState.Running, venue.Status.State);
        }
        using VenueHost again = Start();
        Assert.True(again.Recovered.FromSeq >= seq, again.Recovered.ToString());
        Assert.Equal(0, again.Recovered.Commands);
        Assert.Null(again.Cut);
        await again.Port.Submit([Command.Of(default(VenueReady))]);
        CommandReceipt receipt = await again.Port.Submit([Command.Of(Stepped.Order(1000), account: 1)]);
        Assert.Equal(RejectCode.None, receipt.Code);
        // In front of it the words that the venue is back, and that its gateways are.
        Assert.Equal(again.Recovered.ToSeq + 3, receipt.Seq);
    }

    [Fact]
    public async Task Whoever_follows_gets_every_event_once_over_a_restart_from_files_and_from_memory()
    {
        using (VenueHost venue = Start())
        {
            await Found(venue);
            for (int i = 0; i < 50; i++) await venue.Port.Submit([Command.Of(Stepped.Order(i), account: 1 + i % SmallVenue.Accounts)]);
        }
        using VenueHost again = Start();
        // Groups have one answer for all members, and the next events carry a later number.
        await again.Port.Submit([Command.Of(default(VenueReady))]);
        PlaceOrder one = Stepped.Order(2000) with { Flags = OrderFlags.Oco }, other = Stepped.Order(2001) with { Flags = OrderFlags.Oco };
        CommandReceipt last = await again.Port.Submit([Command.Of(in one, account: 1), Command.Of(in other, account: 1)]);
        Assert.Equal(RejectCode.None, last.Code);
        using Follower follower = again.Followers.Register("test", 0, 1);
        List<long> answered = [];
        var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (follower.Cursor < last.Seq)
        {
            deadline.Token.ThrowIfCancellationRequested();
            Thread.Yield();
            EventReader events = new(follower.Next());
            while (events.Next())
            {
                if (events.Header.Kind == EventKind.CommandDone) answered.Add(events.Header.Seq);
            }
        }
        Assert.Equal(answered.Distinct().Order(), answered);
        // Every number but those of members that waited for the last of their group: two of the listing, one of the pair.
        Assert.Equal(last.Seq - 3, answered.Count);
        follower.Stored(follower.Cursor, 2);
        Assert.Equal((last.Seq, FollowerState.Following), (follower.State.Cursor, follower.State.State));
    }

    [Fact]
    public async Task A_second_venue_on_the_same_folder_is_refused_and_told_who_has_it()
    {
        using VenueHost venue = Start();
        await Found(venue);
        Assert.Contains("in use by process", Assert.Throws<StorageException>(Start).Message, StringComparison.Ordinal);
    }

    private VenueHost Start() => VenueHost.Start(new VenueOptions { Folder = _folder, Sequencer = Stepped.Small });

    private static async Task Found(VenueHost venue)
    {
        foreach (Command[] group in SmallVenue.Groups()) Assert.Equal(RejectCode.None, (await venue.Port.Submit(group)).Code);
    }
}
