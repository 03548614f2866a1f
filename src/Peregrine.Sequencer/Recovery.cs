using System.Diagnostics;
using System.Globalization;
using Peregrine.Core;

namespace Peregrine.Sequencer;

/// <summary>Brings an engine to where the journal ends. Starting up and recovering from a crash are the same code.</summary>
internal static class Recovery
{
    /// <exception cref="RecoveryException">A command stops the engine, or the engine went another way than the one that wrote the journal.</exception>
    public static RecoveryReport Replay(ICommandLog log, Engine.Engine engine)
    {
        long start = Stopwatch.GetTimestamp();
        long from = engine.Seq;
        using ICommandReader reader = log.OpenReader(from + 1);
        while (reader.TryRead(out CommandGroup group))
        {
            if (group.IsWhole && group.EventHash != engine.RollingHash) throw Diverged(engine.Seq, engine.RollingHash, group.EventHash);
            foreach (ref readonly Command command in group.Commands) Apply(engine, in command);
        }
        return new RecoveryReport(from, engine.Seq, engine.RollingHash, Stopwatch.GetElapsedTime(start));
    }

    private static void Apply(Engine.Engine engine, in Command command)
    {
        try
        {
            engine.Apply(in command);
        }
        catch (Exception e)
        {
            long seq = command.Header.Seq;
            throw new RecoveryException(string.Create(CultureInfo.InvariantCulture,
                $"command {seq} ({command.Header.Kind}) stops the engine: {e.Message}. Every start will stop here. Two operators may decide to leave it out: 'peregrine journal skip {seq}'."), e)
            { Seq = seq };
        }
    }

    private static RecoveryException Diverged(long seq, ulong mine, ulong journal) => new(string.Create(CultureInfo.InvariantCulture,
        $"after command {seq} the events hash to {mine:x16}, and to {journal:x16} when they were first told: this program does not do what the one that wrote the journal did."))
    { Seq = seq };
}
