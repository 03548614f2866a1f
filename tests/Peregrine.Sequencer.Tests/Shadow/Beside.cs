using Peregrine.Core;
using Peregrine.Sequencer.Tests.Writer;
using Peregrine.Simulation.World;

namespace Peregrine.Sequencer.Tests.Shadow;

/// <summary>Steps of everything that goes on beside the writer, on a stepped venue.</summary>
internal static class Beside
{
    public static readonly SequencerOptions Often = Stepped.Small with
    {
        Journal = new() { SegmentBytes = 80 * 1024, GroupCommandsMax = 256 },
        Events = new() { FileBytes = 16 * 1024, BlockBytes = 1024 },
        Snapshots = new() { EveryCommands = 100, SliceBytes = 4096 },
    };

    /// <summary>Until the shadow has caught up and a snapshot that was due is on the disk.</summary>
    public static void Rest(this Stepped venue)
    {
        for (bool works = true; works;) works = venue.Open.Writer.Step() | venue.Open.Dispatcher.Step() | venue.Open.Shadow.Step() | venue.Open.SnapshotKeeper.Step();
        Assert.Null(venue.Open.Shadow.Failure);
        Assert.Null(venue.Open.EventKeeper.Writer.Failure);
        venue.Open.Log.Tend();
    }

    /// <summary>Orders, a few at a time, with everything else coming to rest in between.</summary>
    public static void Trade(this Stepped venue, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            Command order = Command.Of(Stepped.Order(i, i % 2 == 0 ? Side.Buy : Side.Sell), account: 1 + i % SmallVenue.Accounts);
            Assert.Equal(RejectCode.None, venue.Open.TrySubmit([order]).Code);
            if (i % 25 == 0) venue.Rest();
        }
        venue.Rest();
    }
}
