using Peregrine.Core;
using Peregrine.Simulation.Disk;
using Peregrine.Simulation.World;

namespace Peregrine.Sequencer.Tests.Writer;

/// <summary>A sequencer whose steps the test calls itself, on a simulated disk and clock.</summary>
internal sealed class Stepped : IDisposable
{
    public static readonly SequencerOptions Small = new()
    {
        Journal = new() { SegmentBytes = 256 * 1024, GroupCommandsMax = 256 },
        Writer = new() { GroupCommandsMax = 128 },
        RingCommands = 256,
        EventRingBytes = 1 << 20,
        WaitersMax = 300,
    };

    public Stepped(SimDisk? disk = null, SequencerOptions? options = null)
    {
        Disk = disk ?? new SimDisk();
        Open = Sequencer.Open(Disk, Clock, options ?? Small, Patience);
    }

    public SimDisk Disk { get; }

    public SimClock Clock { get; } = new();

    public SimClock Patience { get; } = new();

    public Sequencer Open { get; }

    public static PlaceOrder Order(int id, Side side = Side.Buy) => new()
    {
        Market = SmallVenue.Market,
        Type = OrderType.Limit,
        Side = side,
        Tif = TimeInForce.Gtc,
        Price = new(10_000),
        Qty = new(1 + id % 5),
        ClientId = ClientOrderId.Parse($"o{id}"),
    };

    public static Stepped WithVenue(SimDisk? disk = null, SequencerOptions? options = null)
    {
        var stepped = new Stepped(disk, options);
        foreach (Command[] group in SmallVenue.Groups()) Assert.Equal(RejectCode.None, stepped.Do(group).Code);
        return stepped;
    }

    public ValueTask<CommandReceipt> Submit(params Command[] group) => Open.Submit(group);

    /// <summary>Does something else while a group is on its way to the disk.</summary>
    public void WhileItIsFlushed(Action act)
    {
        Disk.Faults = Disk.Faults with { FlushTakesNsMax = 1 };
        Disk.Passes = _ => act();
    }

    public void Step()
    {
        Open.Writer.Step();
        Open.Dispatcher.Step();
    }

    /// <summary>Submits and runs until it is answered.</summary>
    public CommandReceipt Do(params Command[] group)
    {
        ValueTask<CommandReceipt> answer = Submit(group);
        Step();
        Assert.True(answer.IsCompleted);
        return answer.GetAwaiter().GetResult();
    }

    public void Dispose() => Open.Dispose();
}
