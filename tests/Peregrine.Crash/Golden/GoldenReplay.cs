using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Snapshots;
using Peregrine.Sequencer.Storage;

namespace Peregrine.Crash.Golden;

/// <summary>What a journal comes to: the end of it, the events on the way, the state behind it.</summary>
/// <param name="Rules">Under which its commands are applied.</param>
/// <param name="Commands">Up to its end.</param>
/// <param name="EventHash">The rolling hash of all events.</param>
/// <param name="StateHash">Of the state at the end.</param>
internal sealed record GoldenReplay(int Rules, long Commands, ulong EventHash, ulong StateHash)
{
    /// <summary>From where it went: 0 or the snapshot's command.</summary>
    public long FromSeq { get; private init; }

    /// <summary>Kinds of which at least one was done.</summary>
    public IReadOnlySet<CommandKind> Done { get; private init; } = new HashSet<CommandKind>();

    public string[] Lines =>
    [
        string.Create(CultureInfo.InvariantCulture, $"rules {Rules}"), string.Create(CultureInfo.InvariantCulture, $"commands {Commands}"),
        $"events {EventHash:x16}", $"state {StateHash:x16}",
    ];

    /// <summary>As a start does it, from the newest good snapshot when there is one; each group's hash of events is compared on the way.</summary>
    public static GoldenReplay Of(string folder)
    {
        using PosixStorage storage = PosixStorage.At(folder);
        using FileCommandLog log = FileCommandLog.Open(storage, new JournalOptions());
        Assert.Null(log.Cut);
        var sink = new DoneKinds(log);
        RecoveryReport report = Recovery.Run(storage, log, SnapshotSet.Load(storage), sink, out Engine.Engine engine);
        Assert.Empty(report.Refused);
        engine.CheckInvariants();
        return new GoldenReplay(Engine.Engine.RulesVersion, engine.Seq, engine.RollingHash, engine.StateHash()) { FromSeq = report.FromSeq, Done = sink.Kinds };
    }

    // The answer to a group speaks for all its members.
    private sealed class DoneKinds : IEventSink
    {
        private readonly Dictionary<long, CommandHeader> _headers = [];

        public DoneKinds(FileCommandLog log)
        {
            using ICommandReader reader = log.OpenReader(1);
            while (reader.TryRead(out CommandGroup group))
            {
                foreach (ref readonly Command command in group.Commands) _headers.Add(command.Header.Seq, command.Header);
            }
        }

        public HashSet<CommandKind> Kinds { get; } = [];

        public void Take(ReadOnlySpan<byte> events)
        {
            EventReader reader = new(events);
            while (reader.Next())
            {
                if (reader.Header.Kind != EventKind.CommandDone || reader.Body<CommandDone>().Code != RejectCode.None) continue;
                CommandHeader last = _headers[reader.Header.Seq];
                for (long seq = last.Seq - last.GroupIndex; seq <= last.Seq; seq++) Kinds.Add(_headers[seq].Kind);
            }
        }
    }
}
