using System.Diagnostics;
using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Writer;

namespace Peregrine.Bench.Sequencer;

/// <summary>The same steps one after another on one thread, each with a clock around it: what a command costs where, whatever else the machine does.</summary>
/// <remarks>Medians over groups: a neighbour who takes the core for a while spoils some groups, not the middle one.</remarks>
internal static class Stages
{
    public static void Measure(string folder, int perGroup, int groups)
    {
        using PosixStorage disk = PosixStorage.At(folder);
        var storage = new TimedStorage(disk);
        using Peregrine.Sequencer.Sequencer venue = Peregrine.Sequencer.Sequencer.Open(storage, new SteadyClock(), new SequencerOptions());
        foreach (Command[] group in Market.Groups(1 << 20))
        {
            venue.TrySubmit(group);
            venue.Writer.Step();
            venue.Dispatcher.Step();
        }
        var flow = new Flow(0, 1, 10_000);
        var follower = new Peregrine.Sequencer.Events.RingFollower(venue.Events, venue.Engine.Seq);
        Percentiles submit = new(groups), file = new(groups), rest = new(groups), dispatch = new(groups);
        for (int g = 0; g < groups; g++)
        {
            long t0 = Stopwatch.GetTimestamp();
            for (int i = 0; i < perGroup; i++) venue.TrySubmit(new ReadOnlySpan<Command>(in flow.Next()));
            long t1 = Stopwatch.GetTimestamp();
            long before = storage.Ticks;
            venue.Writer.Step();
            long t2 = Stopwatch.GetTimestamp();
            venue.Dispatcher.Step();
            long t3 = Stopwatch.GetTimestamp();
            Hear(follower, flow);
            submit.Add(t1 - t0);
            file.Add(storage.Ticks - before);
            rest.Add(t2 - t1 - (storage.Ticks - before));
            dispatch.Add(t3 - t2);
        }
        double Per(Percentiles of) => of.Us(0.5) * 1000 / perGroup;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"one thread, groups of {perGroup}: submit {Per(submit):F0}, write and flush {Per(file):F0}, take, stamp, encode and apply {Per(rest):F0}, dispatch {Per(dispatch):F0} ns a command; flush {file.Us(0.5):F0} µs a group"));
    }

    /// <summary>The same journal read alone, and applied alone by another engine: what of a replay is reading, and what the engine's own work.</summary>
    public static void Replay(string folder)
    {
        using PosixStorage disk = PosixStorage.At(folder);
        using FileCommandLog log = FileCommandLog.Open(disk, new JournalOptions());
        var engine = new Engine.Engine(new EventWriter());
        using ICommandReader reader = log.OpenReader(1);
        Percentiles read = new(1 << 20), apply = new(1 << 20);
        while (true)
        {
            long t0 = Stopwatch.GetTimestamp();
            if (!reader.TryRead(out CommandGroup group)) break;
            long t1 = Stopwatch.GetTimestamp();
            foreach (ref readonly Command command in group.Commands) engine.Apply(in command);
            long t2 = Stopwatch.GetTimestamp();
            // Small groups made the venue and say nothing of the flow.
            if (group.Commands.Length < 100) continue;
            read.Add((t1 - t0) / group.Commands.Length);
            apply.Add((t2 - t1) / group.Commands.Length);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"replay of the same: read, check and unpack {read.Us(0.5) * 1000:F0}, apply {apply.Us(0.5) * 1000:F0} ns a command"));
    }

    private static void Hear(Peregrine.Sequencer.Events.RingFollower follower, Flow flow)
    {
        while (true)
        {
            ReadOnlySpan<byte> events = follower.Next();
            if (events.IsEmpty) return;
            EventReader reader = new(events);
            while (reader.Next())
            {
                if (reader.Header.Kind != EventKind.CommandDone) continue;
                CommandDone done = reader.Body<CommandDone>();
                if (done.Command == CommandKind.PlaceOrder && done.State is OrderState.Live or OrderState.PartiallyFilled) flow.Rests(new(done.Detail1), reader.Header.Account);
            }
        }
    }
}
