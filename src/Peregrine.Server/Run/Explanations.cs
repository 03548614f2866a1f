using Peregrine.Core;
using Peregrine.Explain;
using Peregrine.Gateway;
using Peregrine.Sequencer;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Tools;

namespace Peregrine.Server.Run;

/// <summary>Explains by running the journal once more, one command at a time; what was explained lately is remembered.</summary>
internal sealed class Explanations(string folder) : IExplanations, IDisposable
{
    private const int Remembered = 256;
    private static readonly TimeSpan TurnMax = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<long, IReadOnlyList<Explanation>> _known = [];
    private readonly Queue<long> _order = new();

    public static IReadOnlyList<Explanation> Read(string folder, long seq)
    {
        using PosixStorage storage = PosixStorage.ToReadAt(folder);
        var reader = new Replayed();
        PastReader.Read(storage, seq, reader.Before, reader);
        return reader.Explained;
    }

    public async Task<IReadOnlyList<Explanation>?> Of(long seq, CancellationToken stop)
    {
        if (!await _turn.WaitAsync(TurnMax, stop)) return null;
        try
        {
            if (_known.TryGetValue(seq, out IReadOnlyList<Explanation>? known)) return known;
            known = await Task.Run(() => Read(folder, seq), stop);
            Remember(seq, known);
            return known;
        }
        catch (Exception e) when (e is JournalException or RecoveryException or StorageException)
        {
            throw new InvalidOperationException(e.Message, e);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private void Remember(long seq, IReadOnlyList<Explanation> explained)
    {
        _known[seq] = explained;
        _order.Enqueue(seq);
        if (_order.Count > Remembered) _known.Remove(_order.Dequeue());
    }

    /// <summary>The command's events go where the state went before.</summary>
    private sealed class Replayed : IEventSink
    {
        private readonly Explainer _explainer = new();
        private readonly List<byte> _told = [];

        public IEventSink Before => new State(_explainer);

        public IReadOnlyList<Explanation> Explained => _explainer.Follow(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_told));

        public void Take(ReadOnlySpan<byte> events) => _told.AddRange(events);

        private sealed class State(Explainer explainer) : IEventSink
        {
            public void Take(ReadOnlySpan<byte> events) => explainer.Load(events);
        }
    }
}
