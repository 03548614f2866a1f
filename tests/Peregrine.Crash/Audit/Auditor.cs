using System.Globalization;
using Peregrine.Core;
using Peregrine.Crash.Venue;

namespace Peregrine.Crash.Audit;

/// <summary>Slow and obvious: holds the client's own file against the journal's bytes, and an engine of its own against what the venue says of itself.</summary>
internal sealed class Auditor : IEventSink
{
    private sealed record Wanted(long Number, bool IsOnce, int Members)
    {
        public int Done { get; set; }
        public int Written { get; set; }
        public bool IsAnswered { get; set; }
    }

    private readonly string _folder;
    private readonly string _clientFile;
    private readonly Engine.Engine _engine;
    private readonly Dictionary<ulong, Wanted> _byHash = [];
    private readonly Dictionary<long, (Wanted Wanted, ulong Hash)> _byNumber = [];
    private readonly List<Command> _members = [];
    // By sequence number, from 1: of a group, what its last member stands for.
    private readonly List<(ulong Intent, CommandDone Done)> _history = [default];
    private readonly List<(string Line, long Number, long Seq, string Answer)> _acks = [];
    private readonly Queue<Command> _ahead = [];
    private long _readTo;
    private long _fileAt;
    private long _acknowledged;
    private long _repeated;
    private long _depositedByClients;
    private CommandDone _done;

    public Auditor(string folder, string clientFile)
    {
        (_folder, _clientFile) = (folder, clientFile);
        _engine = new Engine.Engine(new EventWriter(this));
    }

    public long LastSeq => _engine.Seq;

    public AuditTally Tally => new(_engine.Seq, _acknowledged, _byHash.Values.Count(static w => w.Done > 0), _repeated, _byHash.Values.Count(static w => w.Done > 0 && !w.IsAnswered));

    /// <summary>While no venue runs: everything in the journal is what a client wanted, done once, and everything that was acknowledged is there.</summary>
    public void Check()
    {
        ReadClientFile();
        FollowTo(long.MaxValue);
        foreach ((string line, long number, long seq, string answer) in _acks) CheckAck(line, number, seq, answer);
        _acknowledged += _acks.Count;
        _acks.Clear();
        _engine.CheckInvariants();
        CheckDeposits();
    }

    /// <summary>While a venue runs: it began where the journal ended, and its state is that of the journal, replayed by somebody else.</summary>
    public void Check(Standing standing, StateDigest mark)
    {
        That(standing.RecoveredTo == _engine.Seq, $"the journal ended with command {_engine.Seq}, and the venue went on from {standing.RecoveredTo}");
        FollowTo(mark.AsOfSeq);
        That(_engine.Seq == mark.AsOfSeq, $"the venue tells its state after command {mark.AsOfSeq}, and its journal ends with {_engine.Seq}");
        That(StateOf(_engine) == mark, $"after command {mark.AsOfSeq} the venue's state is not that of its journal");
    }

    public void Take(ReadOnlySpan<byte> events)
    {
        EventReader reader = new(events);
        while (reader.Next())
        {
            if (reader.Header.Kind == EventKind.CommandDone) _done = reader.Body<CommandDone>();
        }
    }

    private static StateDigest StateOf(Engine.Engine engine)
    {
        var told = new Collected();
        engine.Describe(new EventWriter(told));
        return StateDigest.Of(engine.Seq, told.Pieces);
    }

    private void ReadClientFile()
    {
        using var reader = new StreamReader(new FileStream(_clientFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        reader.BaseStream.Position = _fileAt;
        while (reader.ReadLine() is { } line) ReadLine(line);
        _fileAt = reader.BaseStream.Position;
    }

    private void ReadLine(string line)
    {
        string[] words = line.Split(' ');
        if (words[0] == "intent")
        {
            var wanted = new Wanted(Number(words[1]), words[3] == "once", int.Parse(words[4], CultureInfo.InvariantCulture));
            ulong hash = ulong.Parse(words[5], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            That(_byHash.TryAdd(hash, wanted), $"two intents are the same: {line}");
            _byNumber.Add(wanted.Number, (wanted, hash));
        }
        else if (words[0] == "ack")
        {
            _acks.Add((line, Number(words[1]), Number(words[2]), string.Join(' ', words[3..])));
        }
    }

    private void FollowTo(long seq)
    {
        foreach (Command[] group in RawJournal.Groups(_folder, _readTo + 1))
        {
            foreach (Command command in group.Where(c => c.Header.Seq > _readTo))
            {
                That(command.Header.Seq == _readTo + 1, $"in the journal command {_readTo} is followed by {command.Header.Seq}");
                _readTo++;
                _ahead.Enqueue(command);
            }
        }
        while (_ahead.TryPeek(out Command next) && next.Header.Seq <= seq) Follow(_ahead.Dequeue());
    }

    private void Follow(in Command command)
    {
        _engine.Apply(in command);
        _members.Add(command);
        CommandHeader header = command.Header;
        bool isComplete = header.GroupCount <= 1 || header.GroupIndex == header.GroupCount - 1;
        if (!isComplete)
        {
            _history.Add(default);
            return;
        }
        ulong hash = Clients.Intent.HashOf([.. _members]);
        _members.Clear();
        _history.Add((hash, _done));
        if (header.Kind is not (CommandKind.Tick or CommandKind.Resumed or CommandKind.VenueReady)) CheckWanted(in command, hash);
    }

    private void CheckWanted(in Command command, ulong hash)
    {
        long seq = command.Header.Seq;
        That(_byHash.TryGetValue(hash, out Wanted? wanted), $"command {seq} is in the journal, and nobody wanted it");
        wanted.Written++;
        bool isDone = _done is { Code: RejectCode.None, Duplicate: 0 };
        if (isDone && ++wanted.Done > 1) throw new AuditException($"intent {wanted.Number} was done twice, the second time by command {seq}");
        if (!wanted.IsOnce) That(wanted.Written == 1, $"intent {wanted.Number} was sent once and stands twice in the journal, the second time as command {seq}");
        if (wanted.Written > 1) _repeated++;
        if (isDone && command.Header.Kind == CommandKind.Deposit) _depositedByClients += Command.Body<Deposit>(in command).Amount;
    }

    private void CheckAck(string line, long number, long seq, string answer)
    {
        That(_byNumber.TryGetValue(number, out (Wanted Wanted, ulong Hash) told), $"an answer to nobody: {line}");
        That(seq < _history.Count, $"acknowledged and lost, the journal ends with command {_history.Count - 1}: {line}");
        That(_history[(int)seq].Intent == told.Hash, $"command {seq} is not what was acknowledged: {line}");
        CommandDone done = _history[(int)seq].Done;
        string again = string.Create(CultureInfo.InvariantCulture, $"{done.Code} {done.Duplicate} {done.State} {done.Detail1} {done.Detail2}");
        That(again == answer, $"the replay answers '{again}': {line}");
        That(!told.Wanted.IsAnswered, $"answered twice: {line}");
        told.Wanted.IsAnswered = true;
    }

    // Counted from the clients' own deposits, and not from anything the engine keeps.
    private void CheckDeposits()
    {
        if (!_engine.IsFounded) return;
        var told = new Collected();
        _engine.Describe(new EventWriter(told));
        foreach (ReadOnlyMemory<byte> piece in told.Pieces)
        {
            EventReader reader = new(piece.Span);
            while (reader.Next())
            {
                if (reader.Header.Kind != EventKind.StateVenue) continue;
                long deposited = reader.Body<StateVenue>().Deposited.Value;
                That(deposited == _depositedByClients, $"clients brought {_depositedByClients} and the venue knows of {deposited}");
            }
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static void That([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool isSo, string otherwise)
    {
        if (!isSo) throw new AuditException(otherwise);
    }

    private sealed class Collected : IEventSink
    {
        public List<ReadOnlyMemory<byte>> Pieces { get; } = [];

        public void Take(ReadOnlySpan<byte> events) => Pieces.Add(events.ToArray());
    }
}
