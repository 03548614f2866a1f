using Peregrine.Core;
using Peregrine.Twin;
using PeregrineEngine = Peregrine.Engine.Engine;

namespace Peregrine.Bench.Liquidation;

/// <summary>Plays a crash: through the engine for our rules, with its twin beside it, and through the twin with other rules for the others.</summary>
internal static class Play
{
    public static Outcome Under(Policy policy, CrashStream stream)
    {
        var outcome = new Outcome();
        var twin = new TwinEngine(policy.Rules);
        EngineBeside? engine = policy.Rules == TwinRules.Ours ? new EngineBeside() : null;
        for (int i = 0; i < stream.Commands.Count; i++)
        {
            Command command = stream.Commands[i];
            IReadOnlyList<TwinEvent> told = twin.Apply(command);
            IReadOnlyList<TwinEvent> counted = engine?.Apply(command, told) ?? told;
            if (i < stream.Calm) RefuseToFail(command, told);
            outcome.Take(counted);
        }
        if (twin.CheckInvariants() is { Count: > 0 } broken) throw new WrongWorkException($"{policy.Name}: {string.Join("; ", broken)}");
        outcome.TakeWorth(twin.State);
        return outcome;
    }

    // A plan whose positions could not be opened would be another plan.
    private static void RefuseToFail(in Command command, IReadOnlyList<TwinEvent> told)
    {
        RejectCode code = told.Count == 0 ? RejectCode.None : told[^1].As<CommandDone>().Code;
        if (code != RejectCode.None) throw new WrongWorkException($"The calm before the crash: {command.Header.Kind} of account {command.Header.Account} was refused: {code}.");
    }

    /// <summary>The engine, whose events are what counts; its state is the twin's as long as they tell the same.</summary>
    private sealed class EngineBeside : IEventSink
    {
        private readonly PeregrineEngine _engine;
        private readonly List<TwinEvent> _told = [];

        public EngineBeside() => _engine = new PeregrineEngine(new EventWriter(this));

        public void Take(ReadOnlySpan<byte> events)
        {
            var reader = new EventReader(events);
            while (reader.Next()) _told.Add(new TwinEvent(reader.Header.Kind, reader.Header.Account, reader.Header.Market, reader.Bytes[EventHeader.Size..].ToArray()));
        }

        public List<TwinEvent> Apply(in Command command, IReadOnlyList<TwinEvent> twins)
        {
            _told.Clear();
            _engine.Apply(in command);
            bool same = _told.Count == twins.Count && _told.Zip(twins).All(t => t.First.SameAs(t.Second.Kind, t.Second.Account, t.Second.Market, t.Second.Body));
            return same ? _told : throw new WrongWorkException($"The engine and its twin differ at command {command.Header.Seq}.");
        }
    }
}
