using System.Text;
using Peregrine.Core;

namespace Peregrine.Twin;

/// <summary>Drives the engine and its twin with one stream and says where they first tell different stories.</summary>
public sealed class Comparison : IEventSink
{
    private const int ShownCommands = 30;
    private const int ShrinkRuns = 400;
    /// <summary>The engine is asked after every command; the twin, which tells the same story, only so often.</summary>
    private const int TwinAskedEvery = 16;
    private readonly List<TwinEvent> _events = [];
    private readonly List<int> _indexes = [];

    /// <summary>What to drive and to look at.</summary>
    public sealed record Options(bool Engine, bool Invariants);

    public void Take(ReadOnlySpan<byte> events)
    {
        var reader = new EventReader(events);
        while (reader.Next())
        {
            EventHeader header = reader.Header;
            _indexes.Add(header.Index);
            _events.Add(new TwinEvent(header.Kind, header.Account, header.Market, reader.Bytes[EventHeader.Size..].ToArray()));
        }
    }

    /// <summary>Null when the two agree; else a report with the stream made as short as is cheap.</summary>
    public static string? Of(ulong seed, IReadOnlyList<Command> stream, Options options)
    {
        (int at, string why) = FirstDifference(stream, options);
        if (at < 0) return null;
        IReadOnlyList<Command> shorter = Shrink([.. stream.Take(at + 1)], options, Gist(why));
        (int end, string what) = FirstDifference(shorter, options);
        var report = new StringBuilder();
        report.Append("SEED=").Append(seed).Append(" differs at command ").Append(stream[at].Header.Seq).AppendLine();
        report.AppendLine("the last commands that matter (ticks stand for what was taken out):");
        foreach (Command command in shorter.Take(end + 1).Where(c => c.Header.Kind != CommandKind.Tick).TakeLast(ShownCommands)) report.Append("  ").AppendLine(EventText.Of(command));
        return report.Append(end < 0 ? why : what).ToString();
    }

    private static (int At, string Why) FirstDifference(IReadOnlyList<Command> stream, Options options)
    {
        var sink = new Comparison();
        var engine = new Engine.Engine(new EventWriter(sink));
        var twin = new TwinEngine();
        for (int i = 0; i < stream.Count; i++)
        {
            Command command = stream[i];
            sink._events.Clear();
            sink._indexes.Clear();
            IReadOnlyList<TwinEvent> told;
            try
            {
                told = twin.Apply(command);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                return (i, $"the twin threw: {e}");
            }
            bool asksTwin = options.Invariants && (!options.Engine || i % TwinAskedEvery == 0);
            if (asksTwin && twin.CheckInvariants() is { Count: > 0 } broken) return (i, "the twin broke: " + string.Join("; ", broken) + Told("twin", told));
            if (!options.Engine) continue;
            try
            {
                engine.Apply(command);
                if (options.Invariants) engine.CheckInvariants();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                return (i, $"the engine threw: {e}{Told("twin", told)}");
            }
            if (Difference(sink, told) is { } why) return (i, why + Told("twin", told) + Told("engine", sink._events));
        }
        bool compare = options is { Engine: true, Invariants: true };
        return compare && VolumeDifference(engine, twin) is { } volumes ? (stream.Count - 1, volumes) : (-1, "");
    }

    /// <summary>What each group traded by day decides its fees, and no event of a fill tells it.</summary>
    private static string? VolumeDifference(Engine.Engine engine, TwinEngine twin)
    {
        var state = new Comparison();
        engine.Describe(new EventWriter(state));
        List<(int Root, long Day, long Volume)> kept = [.. state._events.Where(e => e.Kind == EventKind.StateVolume)
            .Select(e => (e.Account, (long)e.As<StateVolume>().Day, e.As<StateVolume>().Volume.Value))];
        long from = twin.NowNs / Exact.Day - 30;
        var counted = twin.State.Accounts.SelectMany(a => a.Volume.Select(v => (a.Id, v.Key, v.Value))).ToHashSet();
        (int Root, long Day, long Volume)[] wrong = [.. kept.Where(v => !counted.Contains(v)), .. counted.Where(v => v.Key >= from && !kept.Contains(v))];
        return wrong.Length == 0 ? null : "volumes differ: " + string.Join(", ", wrong);
    }

    private static string? Difference(Comparison engine, IReadOnlyList<TwinEvent> told)
    {
        for (int i = 0; i < Math.Max(told.Count, engine._events.Count); i++)
        {
            if (i >= told.Count || i >= engine._events.Count) return $"event {i} is missing on one side";
            TwinEvent mine = told[i], theirs = engine._events[i];
            if (engine._indexes[i] != i) return $"event {i} carries index {engine._indexes[i]}";
            if (!mine.SameAs(theirs.Kind, theirs.Account, theirs.Market, theirs.Body)) return $"event {i} differs: {Named(mine)} against {Named(theirs)}";
            if (theirs.Kind == EventKind.CommandDone && i != engine._events.Count - 1) return "CommandDone is not the last event";
        }
        return null;
    }

    private static string Named(TwinEvent e) => e.Kind == EventKind.CommandDone ? $"{e.As<CommandDone>().Command} {e.As<CommandDone>().Code}" : e.Kind.ToString();

    /// <summary>What kind of a difference it is, whichever event shows it: a shortened stream must show the same one.</summary>
    private static string Gist(string why) => why.ReplaceLineEndings("\n").Split('\n')[0].TrimStart("event 0123456789".ToCharArray());

    private static string Told(string who, IReadOnlyList<TwinEvent> events) => Environment.NewLine + who + ":" + string.Concat(events.Select((e, i) => $"{Environment.NewLine}  {i} {EventText.Of(e)}"));

    /// <summary>Replaces spans of commands by ticks of the same number and time while the two still differ: ids stay what they were.</summary>
    private static List<Command> Shrink(List<Command> stream, Options options, string gist)
    {
        int runs = 0;
        for (int span = stream.Count / 2; span >= 1 && runs < ShrinkRuns; span /= 2)
        {
            for (int from = 0; from + span < stream.Count && runs < ShrinkRuns; from += span)
            {
                List<Command> candidate = [.. stream];
                if (!Silence(candidate, from, Math.Min(from + span, stream.Count - 1))) continue;
                runs++;
                (int at, string why) = FirstDifference(candidate, options);
                if (at >= 0 && Gist(why) == gist) stream = [.. candidate.Take(at + 1)];
            }
        }
        return stream;
    }

    /// <summary>Whole groups only; the world's beginning stays. False when nothing is left to silence.</summary>
    private static bool Silence(List<Command> stream, int from, int to)
    {
        while (from > 0 && stream[from].Header.GroupCount > 1 && stream[from].Header.GroupIndex != 0) from--;
        bool changed = false;
        for (int i = from; i < to; i++)
        {
            CommandHeader old = stream[i].Header;
            bool lists = old.GroupCount > 1 && stream[i - old.GroupIndex].Header.Kind == CommandKind.ListMarket;
            if (lists || old.Kind is CommandKind.Tick or CommandKind.Genesis) continue;
            if (old.GroupCount > 1 && i - old.GroupIndex + old.GroupCount > to) continue;
            Command tick = Command.Of(default(Tick));
            (tick.Header.Seq, tick.Header.TimeNs, tick.Header.Origin, tick.Header.Correlation) = (old.Seq, old.TimeNs, old.Origin, old.Correlation);
            stream[i] = tick;
            changed = true;
        }
        return changed;
    }
}
