using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Sequencer.Writer;

namespace Peregrine.Sequencer.Shadow;

/// <summary>The second engine: applies what the first has applied, from the journal, tells the event files, and compares the two stories.</summary>
/// <remarks>
/// It is never ahead of the first. What they told is compared before each group with the hash that the journal carries, and behind the last group with the
/// first engine's own; a question or a file therefore never shows what only one of them says.
/// </remarks>
internal sealed class ShadowEngine : IDisposable
{
    private readonly ICommandReader _reader;
    private readonly EventFileWriter _events;
    private readonly CrashReporter _crash;

    public ShadowEngine(Engine.Engine engine, ICommandLog log, EventFileWriter events, CrashReporter crash)
    {
        (Engine, _events, _crash) = (engine, events, crash);
        _reader = log.OpenReader(engine.Seq + 1);
    }

    public Engine.Engine Engine { get; }

    /// <summary>Applies one group that the first engine has applied; false when there is none.</summary>
    /// <exception cref="ShadowException">The engines disagree.</exception>
    public bool Follow(in LivePoint live)
    {
        if (Engine.Seq >= live.Seq || !_reader.TryRead(out CommandGroup group)) return false;
        if (group.IsWhole) Compare(group.EventHash, group.Commands, 0);
        for (int i = 0; i < group.Commands.Length; i++)
        {
            ref readonly Command command = ref group.Commands[i];
            Apply(group.Commands, i);
            int members = Math.Max(1, (int)command.Header.GroupCount);
            if (command.Header.GroupIndex == members - 1) _events.EndCommand(command.Header.Seq, members);
        }
        if (Engine.Seq == live.Seq) Compare(live.Hash, group.Commands, group.Commands.Length - 1);
        return true;
    }

    public void Dispose() => _reader.Dispose();

    private void Apply(ReadOnlySpan<Command> group, int at)
    {
        try
        {
            Engine.Expect(group[at..]);
            Engine.Apply(in group[at]);
        }
        catch (Exception e)
        {
            // The first engine has applied it.
            throw new ShadowException(_crash.Report(e, group, at, Engine.RollingHash), e);
        }
    }

    private void Compare(ulong first, ReadOnlySpan<Command> group, int at)
    {
        ulong mine = Engine.RollingHash;
        if (mine == first) return;
        string what = string.Create(CultureInfo.InvariantCulture,
            $"after command {Engine.Seq} the first engine's events hash to {first:x16} and the shadow's to {mine:x16}: one of them went wrong");
        throw new ShadowException(_crash.Report(what, group, at, mine));
    }
}
