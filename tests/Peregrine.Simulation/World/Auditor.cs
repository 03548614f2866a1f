using System.Globalization;
using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Simulation.Disk;

namespace Peregrine.Simulation.World;

/// <summary>Slow and obvious: remembers what clients were told, reads the journal from its bytes, replays it with an engine of its own, and compares.</summary>
internal sealed class Auditor : IEventSink
{
    private readonly Dictionary<long, (byte[] Sent, CommandReceipt Receipt)> _acknowledged = [];
    private readonly Dictionary<long, CommandDone> _answers = [];
    private readonly Dictionary<long, byte[]> _told = [];
    private readonly Dictionary<long, byte[]> _forgotten = [];
    private readonly List<byte> _telling = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<byte[]> _history = [];
    private readonly Engine.Engine _engine;
    private long _timeNs;

    public Auditor() => _engine = new Engine.Engine(new EventWriter(this));

    public int Acknowledged => _acknowledged.Count;

    /// <summary>A client was told: from here on the command must be there for ever, with this answer.</summary>
    public void Told(in Command sent, CommandReceipt receipt)
    {
        That(receipt.Seq > _history.Count - 1_000_000 && receipt.Seq > 0, $"an answer has a place in the sequence, not {receipt.Seq}");
        That(_acknowledged.TryAdd(receipt.Seq, (BodyOf(in sent), receipt)), $"two commands were told that they are number {receipt.Seq}");
    }

    /// <summary>A segment is about to be deleted: what is in it must have been kept long enough, and is remembered here.</summary>
    public void Forgets(SimDisk disk, string name)
    {
        long[] snapshots = [.. disk.List().Where(static n => n.EndsWith(".snapshot", StringComparison.Ordinal)).Select(static n => long.Parse(n.AsSpan(0, 19), CultureInfo.InvariantCulture)).Order()];
        foreach (Command command in RawJournal.ReadFile(disk[name]))
        {
            That(snapshots.Length >= 2 && command.Header.Seq <= snapshots[^2], $"command {command.Header.Seq} is forgotten, and the older of two snapshots does not hold it");
            _forgotten[command.Header.Seq] = BytesOf(in command);
        }
    }

    /// <summary>After a recovery: what is on the disk is the truth, and the sequencer and every client must agree with it.</summary>
    public void Check(SimDisk disk, Engine.Engine recovered)
    {
        List<Command> journal = RawJournal.Read(disk);
        long last = journal.Count == 0 ? 0 : journal[^1].Header.Seq;
        That(last >= _history.Count, $"the journal had {_history.Count} commands and has {last}");
        // What was written and forgotten since the last audit was seen when it went.
        long first = journal.Count == 0 ? 1 : journal[0].Header.Seq;
        while (_history.Count + 1 < first)
        {
            That(_forgotten.TryGetValue(_history.Count + 1, out byte[]? bytes), $"command {_history.Count + 1} is nowhere");
            Follow(MemoryMarshal.Read<Command>(bytes), bytes!);
        }
        foreach (Command command in journal)
        {
            byte[] bytes = BytesOf(in command);
            int at = (int)command.Header.Seq - 1;
            if (at < _history.Count) That(bytes.AsSpan().SequenceEqual(_history[at]), $"command {at + 1} is not what it was at the last audit");
            else Follow(command, bytes);
        }
        foreach ((long seq, (byte[] sent, CommandReceipt receipt)) in _acknowledged) CheckAcknowledged(seq, sent, receipt);
        That(recovered.Seq == _engine.Seq, $"the recovered engine is at {recovered.Seq}, the journal at {_engine.Seq}");
        That(recovered.RollingHash == _engine.RollingHash, "the recovered engine told another story");
        That(recovered.StateHash() == _engine.StateHash(), "the recovered engine has another state");
        _engine.CheckInvariants();
    }

    /// <summary>What event files hold is what the engine tells, of each command once and without holes; true when they reach to the end.</summary>
    public bool CheckEvents(SimDisk disk)
    {
        long next = 0;
        foreach ((long first, long last, byte[] events) in RawEvents.Read(disk))
        {
            That(next == 0 || first == next, $"in the event files the commands from {next} to {first - 1} are missing");
            That(last <= _history.Count, $"the event files tell of command {last}, and the journal ends with {_history.Count}");
            That(SaysWhatIsTold(events, first, last), $"the event files tell something else of commands {first} to {last} than the engine does");
            next = last + 1;
        }
        return next == _history.Count + 1;
    }

    // A member of a group that waited for the last one has no events.
    private bool SaysWhatIsTold(ReadOnlySpan<byte> events, long first, long last)
    {
        for (long seq = first; seq <= last; seq++)
        {
            if (!_told.TryGetValue(seq, out byte[]? told)) continue;
            if (!events.StartsWith(told)) return false;
            events = events[told.Length..];
        }
        return events.IsEmpty;
    }

    /// <summary>What a fold was told is what the engine tells, of everything that it ever will.</summary>
    public void CheckFold(SimFold fold)
    {
        foreach ((long seq, byte[] events) in fold.Stored)
            That(_told.TryGetValue(seq, out byte[]? told) && told.AsSpan().SequenceEqual(events), $"a fold was told of command {seq} what is not so");
        if (fold.Gaps > 0 || fold.Rebuilds > 0) return;
        int missing = _told.Keys.Count(seq => seq <= fold.Cursor && !fold.Stored.ContainsKey(seq));
        That(missing == 0, $"{missing} commands were never told to a fold that is past them");
    }

    public void Take(ReadOnlySpan<byte> events)
    {
        EventReader reader = new(events);
        while (reader.Next())
        {
            _telling.AddRange(reader.Bytes);
            if (reader.Header.Kind != EventKind.CommandDone) continue;
            _answers[reader.Header.Seq] = reader.Body<CommandDone>();
            _told[reader.Header.Seq] = [.. _telling];
            _telling.Clear();
        }
    }

    private static byte[] BytesOf(in Command command) => MemoryMarshal.AsBytes(new ReadOnlySpan<Command>(in command)).ToArray();

    private void Follow(Command command, byte[] bytes)
    {
        CommandHeader header = command.Header;
        That(header.Seq == _history.Count + 1, $"after command {_history.Count} comes {header.Seq}");
        That(header.TimeNs >= _timeNs, $"command {header.Seq} is older than the one before it");
        _timeNs = header.TimeNs;
        // The founding commands are sent again until they are acknowledged; everything else is sent once.
        bool isUnique = header.Kind is CommandKind.PlaceOrder or CommandKind.MassCancel or CommandKind.Transfer;
        if (isUnique) That(_seen.Add(Convert.ToHexString(BodyOf(in command))), $"command {header.Seq} is there twice");
        _history.Add(bytes);
        _engine.Apply(in command);
    }

    private void CheckAcknowledged(long seq, byte[] sent, CommandReceipt receipt)
    {
        That(seq <= _history.Count, $"command {seq} was acknowledged and is lost");
        Command command = MemoryMarshal.Read<Command>(_history[(int)seq - 1]);
        That(BodyOf(in command).AsSpan().SequenceEqual(sent), $"command {seq} was acknowledged and is another one now");
        CommandDone answer = _answers[seq];
        That(answer.Code == receipt.Code && answer.Detail1 == receipt.Done.Detail1 && answer.Detail2 == receipt.Done.Detail2 && command.Header.TimeNs == receipt.TimeNs,
            $"command {seq} was answered otherwise than its replay says");
    }

    // What the client sent, without what the sequencer stamped.
    private static byte[] BodyOf(in Command command) => [(byte)command.Header.Kind, .. BitConverter.GetBytes(command.Header.Account), .. Command.BodyBytesOf(in command)];

    private static void That(bool holds, string otherwise)
    {
        if (!holds) throw new AuditException(otherwise);
    }
}
