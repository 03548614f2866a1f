using Peregrine.Core;
using Peregrine.Sequencer.Storage;
using Peregrine.Simulation.World;
using Peregrine.Testing;

namespace Peregrine.Sequencer.Tests.Writer;

[Collection(Alone.Name)]
public sealed class AllocationTests : IDisposable
{
    private const int Groups = 600, PerGroup = 100;
    private readonly string _folder = Directory.CreateTempSubdirectory("peregrine-allocation-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void From_the_ring_to_the_answer_nothing_is_allocated()
    {
        using PosixStorage storage = PosixStorage.At(_folder);
        SequencerOptions options = Stepped.Small with { Journal = new() { SegmentBytes = 32 << 20 } };
        using Sequencer venue = Sequencer.Open(storage, new SimClock(), options);
        foreach (Command[] group in SmallVenue.Groups())
        {
            venue.TrySubmit(group);
            venue.Writer.Step();
        }
        // Orders that meet each other, each with an answer that somebody waits for.
        Command[] commands = [.. Enumerable.Range(0, 2 * PerGroup).Select(i => Command.Of(
            Stepped.Order(i, i % 2 == 0 ? Side.Buy : Side.Sell) with { Tif = TimeInForce.Ioc, ClientId = default }, account: 1 + i % SmallVenue.Accounts))];
        var answers = new ValueTask<CommandReceipt>[PerGroup];
        Run(venue, commands, answers, 20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(venue, commands, answers, Groups);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(venue.Engine.Seq > Groups * PerGroup);
    }

    private static void Run(Sequencer venue, Command[] commands, ValueTask<CommandReceipt>[] answers, int groups)
    {
        for (int g = 0; g < groups; g++)
        {
            for (int i = 0; i < PerGroup; i++) answers[i] = venue.Submit(commands.AsSpan((g % 2 * PerGroup) + i, 1));
            venue.Writer.Step();
            venue.Dispatcher.Step();
            foreach (ValueTask<CommandReceipt> answer in answers) Invariant.That(answer.GetAwaiter().GetResult().Seq > 0, "it was answered");
        }
    }
}
