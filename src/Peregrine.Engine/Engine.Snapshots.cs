using Peregrine.Core;
using Peregrine.Engine.Snapshots;
using Peregrine.Engine.State;

namespace Peregrine.Engine;

/// <summary>The engine's state as a whole: told, hashed, written and read back by one walk.</summary>
public sealed partial class Engine
{
    /// <summary>Rules under which commands are applied: the same commands make the same events only under the same rules.</summary>
    public const int RulesVersion = 2;

    /// <summary>The oldest rules whose states are still taken over. Their commands are not: who made the state must have drained.</summary>
    public const int OldestRulesVersion = 1;

    /// <summary>Hash of everything that decides later outcomes; neither capacities nor the history of the events are in it. 0 before genesis.</summary>
    public ulong StateHash()
    {
        if (_desks is null) return 0;
        StateHasher hasher = default;
        Tell(ref hasher);
        return hasher.Hash;
    }

    /// <summary>Recomputes everything that must hold between commands (domain §16); walks the whole state.</summary>
    /// <exception cref="InvariantException">Something does not; the sentence says what and where.</exception>
    public void CheckInvariants() => _desks?.Invariants().Check();

    /// <summary>Tells the whole state as <c>State*</c> events at the present sequence number; nothing before genesis.</summary>
    /// <param name="into">Not the engine's own writer: these are no events of a command.</param>
    public void Describe(EventWriter into)
    {
        Invariant.That(into != _events, "a state is not told among the events of commands");
        if (_desks is null) return;
        into.Begin(_seq, _timeNs);
        EventSink sink = new(into);
        Tell(ref sink);
        into.End();
    }

    /// <summary>Writes everything that <see cref="Restore"/> needs to go on from here.</summary>
    /// <returns>What <see cref="StateHash"/> is, without another walk.</returns>
    public ulong WriteSnapshot(ISnapshotTarget target)
    {
        Invariant.That(_desks is not null, "there is no venue before genesis");
        SnapshotWriter writer = new(target);
        writer.WriteHeader(new SnapshotHeader
        {
            RulesVersion = RulesVersion,
            Seq = _seq,
            TimeNs = _timeNs,
            RollingHash = RollingHash,
            Capacities = _desks.State.Capacities,
        });
        Tell(ref writer);
        return writer.WriteFooter();
    }

    /// <summary>An engine that continues as the one that wrote the snapshot would have, event for event.</summary>
    /// <exception cref="SnapshotException">It cannot be read; the sentence says where.</exception>
    public static Engine Restore(ISnapshotSource source, EventWriter events)
    {
        SnapshotReader reader = new(source);
        SnapshotHeader header = reader.ReadHeader(OldestRulesVersion, RulesVersion);
        reader.Check(GenesisRules.AreSound(in header.Capacities), "a venue can be built with the capacities");
        Desks desks = new(new EngineState(in header.Capacities, events));
        desks.Restorer(reader).Restore(in header);
        ulong told = reader.ReadFooter();
        events.RollingHash = header.RollingHash;
        Engine engine = new(events) { _desks = desks, _seq = header.Seq, _timeNs = header.TimeNs };
        // What was read is told again: a record that the restorer lost or bent would show here and not weeks later.
        reader.Check(engine.StateHash() == told, "the state that was built is not the state that was told");
        return engine;
    }

    private void Tell<TSink>(ref TSink sink) where TSink : struct, IStateSink
    {
        Invariant.That(!_insideGroup, "a state is told between groups of commands");
        _desks!.Teller().Tell(ref sink, _seq, _timeNs);
    }
}
