using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Explain;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Tools;

namespace Peregrine.Server.History;

/// <summary>Everything that one command decided, recomputed by running the journal up to it once more.</summary>
internal sealed class PastDecisions : IEventSink
{
    private readonly Explainer _explainer = new();
    private readonly List<byte> _told = [];

    private PastDecisions()
    {
    }

    /// <param name="folder">The journal's.</param>
    /// <param name="seq">The command.</param>
    public static IReadOnlyList<Explanation> Read(string folder, long seq)
    {
        using PosixStorage storage = PosixStorage.ToReadAt(folder);
        var decisions = new PastDecisions();
        PastReader.Read(storage, seq, new State(decisions._explainer), decisions);
        return decisions._explainer.Follow(CollectionsMarshal.AsSpan(decisions._told));
    }

    public void Take(ReadOnlySpan<byte> events) => _told.AddRange(events);

    private sealed class State(Explainer explainer) : IEventSink
    {
        public void Take(ReadOnlySpan<byte> events) => explainer.Load(events);
    }
}
