using Peregrine.Core;
using Peregrine.Explain;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Tools;

namespace Peregrine.Server.History;

/// <summary>What a command decided, recomputed by running the journal up to it once more; and how it went on for the account that one of its events is about.</summary>
internal sealed class PastDecisions : IEventSink
{
    /// <summary>Whoever asks for the beginning of a story asks for the rest of it next: so many commands cost some hundredths of a second, another run most of one.</summary>
    private const int StoryCommands = 20_000;
    private const int StoryMost = 256;

    private readonly Explainer _explainer = new();
    private readonly List<Explanation> _all = [];
    private readonly long _seq;
    private int _left = StoryMost;
    // Nobody's, unless a story is told and its first event was found.
    private Func<Explanation?> _first = static () => null;
    private int? _account;

    private PastDecisions(long seq) => _seq = seq;

    /// <summary>Everything that one command decided.</summary>
    public static IReadOnlyList<Explanation> Read(string folder, long seq)
    {
        var decisions = new PastDecisions(seq);
        decisions.Run(folder, 0);
        return decisions._all;
    }

    /// <summary>What was decided about the account that an event is about, with its command and soon after it; nothing when the event decided nothing.</summary>
    public static IReadOnlyList<Explanation> ReadStory(string folder, long seq, int index)
    {
        var decisions = new PastDecisions(seq);
        decisions._first = () => decisions._all.Find(e => e.Seq == seq && e.Index == index);
        decisions.Run(folder, StoryCommands);
        return decisions._first() is { } first ? decisions._all.FindAll(e => e.Account == first.Account) : [];
    }

    public void Take(ReadOnlySpan<byte> events) => _all.AddRange(_explainer.Follow(events, IsWanted));

    private void Run(string folder, int further)
    {
        using PosixStorage storage = PosixStorage.ToReadAt(folder);
        PastReader.Read(storage, _seq, new State(_explainer), this, further);
    }

    // The command as a whole, because a person who asks for an event that decided nothing is told which ones did.
    private bool IsWanted(EventHeader told)
    {
        if (told.Seq <= _seq) return true;
        _account ??= _first()?.Account ?? -1;
        return told.Account == _account && _left-- > 0;
    }

    private sealed class State(Explainer explainer) : IEventSink
    {
        public void Take(ReadOnlySpan<byte> events) => explainer.Load(events);
    }
}
