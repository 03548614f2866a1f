using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine;

/// <summary>The venue's heart: a pure function from state and command to state and events.</summary>
/// <remarks>
/// No clock, no randomness, no I/O, no threads; after genesis and listings no allocation. The same commands make the same events, byte for byte.
/// What happens in which order is written in docs/engine.md.
/// </remarks>
public sealed partial class Engine
{
    /// <summary>The longest group: a batch of fifty commands.</summary>
    public const int GroupMax = 64;

    // Commands between a hint and its use: memory answers in about one.
    private const int ThirdAhead = 2;
    private const int SecondAhead = 4;
    private const int FirstAhead = 6;

    private readonly EventWriter _events;
    private readonly Command[] _group = new Command[GroupMax];
    private Desks? _desks;
    private long _seq;
    private long _timeNs;
    /// <summary>Members of a group wait for its last one.</summary>
    private bool _insideGroup;

    public Engine(EventWriter events) => _events = events;

    /// <summary>Sequence number of the last command.</summary>
    public long Seq => _seq;

    public long TimeNs => _timeNs;

    /// <summary>Hash of every event so far.</summary>
    public ulong RollingHash => _events.RollingHash;

    /// <summary>For tests and benches inside the house; null before genesis.</summary>
    internal EngineState? State => _desks?.State;

    /// <summary>The same of its handlers, for questions.</summary>
    internal Desks? Desks => _desks;

    /// <summary>When a tick is due; 0 while work waits, <see cref="long.MaxValue"/> when nothing does.</summary>
    public long NextDueNs => _desks is null ? long.MaxValue : _desks.NextDueNs;

    /// <summary>Applies commands that wait together, in order, and lets memory work ahead of them. The same as one by one.</summary>
    public void Apply(ReadOnlySpan<Command> commands)
    {
        for (int i = 0; i < commands.Length; i++)
        {
            Expect(commands[i..]);
            Apply(in commands[i]);
        }
    }

    /// <summary>Lets memory work ahead: of these the first is applied next, the others follow. Changes nothing.</summary>
    public void Expect(ReadOnlySpan<Command> waiting)
    {
        if (_desks?.Lookahead is not { } ahead) return;
        if (waiting.Length > FirstAhead) ahead.First(in waiting[FirstAhead]);
        if (waiting.Length > SecondAhead) ahead.Second(in waiting[SecondAhead]);
        if (waiting.Length > ThirdAhead) ahead.Third(in waiting[ThirdAhead]);
    }

    /// <summary>Applies one command. Its events are with the sink when this returns, the <see cref="CommandDone"/> last.</summary>
    /// <remarks>Never inlined: within the loop over many commands it and the hints take each other's registers.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public RejectCode Apply(in Command command)
    {
        ref readonly CommandHeader header = ref command.Header;
        Invariant.That(header.Seq == _seq + 1, "a sequence number is missing");
        Invariant.That(header.TimeNs >= _timeNs, "time runs backwards");
        _seq = header.Seq;
        _timeNs = header.TimeNs;
        _insideGroup = header.GroupCount > 1 && !CompletesGroup(in command);
        if (_insideGroup) return RejectCode.None;

        _events.Begin(header.Seq, header.TimeNs);
        Outcome outcome = default;
        RejectCode code = CheckLayouts(in command);
        // Time passes whatever the command says.
        _desks?.Begin(header.Seq, header.TimeNs, afterDowntime: code == RejectCode.None && IsResumed(in header));
        if (code == RejectCode.None) code = Dispatch(in command, ref outcome);
        _desks?.Finish();
        // A refusal tells nothing but its reason, and margin what was missing.
        if (code is not (RejectCode.None or RejectCode.InsufficientMargin or RejectCode.UnknownOrder)) outcome = default;
        ref CommandDone done = ref _events.Next<CommandDone>(header.Account, 0);
        done.Code = code;
        done.Command = header.Kind;
        done.State = outcome.State;
        done.Duplicate = outcome.Duplicate ? (byte)1 : (byte)0;
        done.Origin = header.Origin;
        done.Correlation = header.Correlation;
        done.Detail1 = outcome.Detail1;
        done.Detail2 = outcome.Detail2;
        _events.End();
        return code;
    }

    // An operator's, of its own, as every command is asked later: this one acts before time passes and so before the others' checks.
    private static bool IsResumed(in CommandHeader header) =>
        header.Kind == CommandKind.Resumed && header.GroupCount <= 1 && header.Account == 0 && header.Key == 0;

    // Members wait here until the last has come; the sequencer claims their places together, so nothing comes between.
    private bool CompletesGroup(in Command command)
    {
        int index = command.Header.GroupIndex;
        int count = command.Header.GroupCount;
        Invariant.That(count <= GroupMax && index < count, "a group is larger than any");
        _group[index] = command;
        return index == count - 1;
    }

    private RejectCode CheckLayouts(in Command command)
    {
        int members = command.Header.GroupCount;
        if (members <= 1) return CommandLayout.Check(in command);
        RejectCode code = RejectCode.None;
        for (int i = 0; i < members && code == RejectCode.None; i++) code = CommandLayout.Check(in _group[i]);
        return code;
    }

    private RejectCode Dispatch(in Command command, ref Outcome outcome)
    {
        if (_desks is null) return Found(in command);
        if (command.Header.GroupCount <= 1) return _desks.One(in command, ref outcome);
        return _desks.Together(_group.AsSpan(0, command.Header.GroupCount), ref outcome);
    }

    private RejectCode Found(in Command command)
    {
        if (command.Header.Kind != CommandKind.Genesis) return RejectCode.BadValue;
        ref readonly Genesis genesis = ref Command.Body<Genesis>(in command);
        if (!GenesisRules.AreSound(in genesis)) return RejectCode.BadParameter;
        _events.Add(0, 0, new VenueCreated { Capacities = genesis });
        _desks = new Desks(new EngineState(in genesis, _events));
        _desks.Found();
        return RejectCode.None;
    }
}
