using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Simulation.Disk;

namespace Peregrine.Simulation.World;

/// <summary>Slow and obvious: remembers what clients were told, reads the journal from its bytes, replays it with an engine of its own, and compares.</summary>
internal sealed class Auditor : IEventSink
{
    private readonly Dictionary<long, (byte[] Sent, CommandReceipt Receipt)> _acknowledged = [];
    private readonly Dictionary<long, CommandDone> _answers = [];
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

    /// <summary>After a recovery: what is on the disk is the truth, and the sequencer and every client must agree with it.</summary>
    public void Check(SimDisk disk, Engine.Engine recovered)
    {
        List<Command> journal = RawJournal.Read(disk);
        That(journal.Count >= _history.Count, $"the journal had {_history.Count} commands and has {journal.Count}");
        for (int i = 0; i < journal.Count; i++)
        {
            byte[] bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<Command>([journal[i]])).ToArray();
            if (i < _history.Count) That(bytes.AsSpan().SequenceEqual(_history[i]), $"command {i + 1} is not what it was at the last audit");
            else Follow(journal[i], bytes);
        }
        foreach ((long seq, (byte[] sent, CommandReceipt receipt)) in _acknowledged) CheckAcknowledged(seq, sent, receipt);
        That(recovered.Seq == _engine.Seq, $"the recovered engine is at {recovered.Seq}, the journal at {_engine.Seq}");
        That(recovered.RollingHash == _engine.RollingHash, "the recovered engine told another story");
        That(recovered.StateHash() == _engine.StateHash(), "the recovered engine has another state");
        _engine.CheckInvariants();
    }

    public void Take(ReadOnlySpan<byte> events)
    {
        EventReader reader = new(events);
        while (reader.Next())
        {
            if (reader.Header.Kind == EventKind.CommandDone) _answers[reader.Header.Seq] = reader.Body<CommandDone>();
        }
    }

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
