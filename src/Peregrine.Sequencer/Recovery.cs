using System.Diagnostics;
using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Snapshots;

namespace Peregrine.Sequencer;

/// <summary>Brings an engine to where the journal ends. Starting up and recovering from a crash are the same code.</summary>
internal static class Recovery
{
    /// <summary>The newest snapshot that is good, and what the journal holds behind it; without one the whole journal.</summary>
    /// <exception cref="RecoveryException">A command stops the engine, the engine went another way than the one that wrote the journal, or too little is left to begin with.</exception>
    public static RecoveryReport Run(IStorage storage, FileCommandLog log, SnapshotSet set, IEventSink sink, out Engine.Engine engine)
    {
        List<string> refused = [];
        SetAsideWhatIsAhead(log, set, refused);
        engine = SnapshotLoader.Newest(storage, set, log.VenueId, log.Tail, sink, refused) ?? FromTheBeginning(log, sink, refused);
        return Replay(log, engine) with { Refused = refused };
    }

    /// <summary>Applies what the engine has not seen.</summary>
    public static RecoveryReport Replay(ICommandLog log, Engine.Engine engine)
    {
        long start = Stopwatch.GetTimestamp();
        long from = engine.Seq;
        using ICommandReader reader = log.OpenReader(from + 1);
        while (reader.TryRead(out CommandGroup group))
        {
            if (group.IsWhole && group.EventHash != engine.RollingHash) throw Diverged(engine.Seq, engine.RollingHash, group.EventHash);
            Apply(engine, group.Commands);
        }
        return new RecoveryReport(from, engine.Seq, engine.RollingHash, Stopwatch.GetElapsedTime(start));
    }

    // The journal was cut by an operator, or is an old copy. It will grow past that number with other commands, so the snapshot must not be found then.
    private static void SetAsideWhatIsAhead(FileCommandLog log, SnapshotSet set, List<string> refused)
    {
        if (log.Tail == 0 && set.Newest > 0)
            throw new RecoveryException(string.Create(CultureInfo.InvariantCulture, $"there is a snapshot after command {set.Newest}, and no journal: put the journal back, or take the snapshots away to begin another venue."));
        foreach (long seq in set.Seqs.Where(seq => seq > log.Tail).ToArray())
        {
            set.SetAside(seq);
            refused.Add(string.Create(CultureInfo.InvariantCulture, $"the snapshot after command {seq} was set aside: the journal ends with command {log.Tail}"));
        }
    }

    private static Engine.Engine FromTheBeginning(FileCommandLog log, IEventSink sink, List<string> refused)
    {
        if (log.FirstSeq == 1) return new Engine.Engine(new EventWriter(sink));
        string why = refused.Count == 0 ? "there is no snapshot" : string.Join("; ", refused);
        throw new RecoveryException(string.Create(CultureInfo.InvariantCulture,
            $"the journal begins with command {log.FirstSeq}, and nothing holds the state before it: {why}. Put back a snapshot or the older segments from a replica or a backup."))
        { Seq = log.FirstSeq };
    }

    private static void Apply(Engine.Engine engine, ReadOnlySpan<Command> commands)
    {
        try
        {
            engine.Apply(commands);
        }
        catch (Exception e)
        {
            // The one it stopped in has its number already.
            long seq = engine.Seq;
            CommandKind kind = commands[(int)(seq - commands[0].Header.Seq)].Header.Kind;
            throw new RecoveryException(string.Create(CultureInfo.InvariantCulture,
                $"command {seq} ({kind}) stops the engine: {e.Message}. Every start will stop here. Two operators may decide to leave it out: 'peregrine journal skip {seq}'."), e)
            { Seq = seq };
        }
    }

    private static RecoveryException Diverged(long seq, ulong mine, ulong journal) => new(string.Create(CultureInfo.InvariantCulture,
        $"after command {seq} the events hash to {mine:x16}, and to {journal:x16} when they were first told: this program does not do what the one that wrote the journal did."))
    { Seq = seq };
}
