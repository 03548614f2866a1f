using System.Globalization;
using Peregrine.Core;
using Peregrine.Crash.Venue;
using Peregrine.Sequencer;

namespace Peregrine.Crash.Golden;

public class GoldenJournalTests
{
    static GoldenJournalTests()
    {
        if (Environment.GetEnvironmentVariable("PEREGRINE_BLESS") is null) return;
        foreach ((string name, IReadOnlyList<Command> commands) in GoldenSources.All()) GoldenWriter.Write(name, commands);
    }

    public static TheoryData<string> Names() => [.. GoldenPlace.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_replays_to_the_same_events_and_state(string name) => InCopy(name, withSnapshots: false, folder =>
    {
        GoldenReplay replay = GoldenReplay.Of(folder);
        Assert.Equal(Committed(name), replay.Lines);
        Assert.Equal(0, replay.FromSeq);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_snapshot_is_read_and_leads_to_the_same_end(string name) => InCopy(name, withSnapshots: true, folder =>
    {
        GoldenReplay replay = GoldenReplay.Of(folder);
        Assert.Equal(Committed(name), replay.Lines);
        Assert.InRange(replay.FromSeq, 1, replay.Commands - 1);
    });

    /// <summary>Not only readable: a venue goes on from it.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_venue_starts_on_it_and_takes_commands(string name)
    {
        string folder = GoldenPlace.CopyOf(name, withSnapshots: true);
        try
        {
            using VenueHost venue = VenueHost.Start(VenueSettings.For(folder, segmentBytes: 64 * 1024, snapshotEvery: 1000));
            Assert.Equal(Committed(name)[2], string.Create(CultureInfo.InvariantCulture, $"events {venue.Recovered.RollingHash:x16}"));
            CommandReceipt receipt = await venue.Port.Submit([Command.Of(new CreateAccount { Request = new(1, 77) })]);
            Assert.Equal(RejectCode.None, receipt.Code);
            Assert.True(receipt.Seq > venue.Recovered.ToSeq);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A kind that comes into being is missing here until a golden journal holds it.</summary>
    [Fact]
    public void Every_kind_of_command_is_done_in_one_of_them()
    {
        HashSet<CommandKind> missing = [.. Enum.GetValues<CommandKind>()];
        foreach (string name in GoldenPlace.Names) InCopy(name, withSnapshots: false, folder => missing.ExceptWith(GoldenReplay.Of(folder).Done));
        Assert.Empty(missing);
    }

    private static string[] Committed(string name) => File.ReadAllLines(Path.Combine(GoldenPlace.Root, name, GoldenPlace.Expected));

    private static void InCopy(string name, bool withSnapshots, Action<string> look)
    {
        string folder = GoldenPlace.CopyOf(name, withSnapshots);
        try
        {
            look(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
