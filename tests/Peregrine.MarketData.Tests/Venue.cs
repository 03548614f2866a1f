using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Twin;

namespace Peregrine.MarketData.Tests;

/// <summary>A real engine whose events are kept as bytes, one array for each command that told any.</summary>
internal sealed class Venue : IEventSink
{
    private readonly List<byte> _told = [];

    public Venue() => Engine = new Engine.Engine(new EventWriter(this));

    public Engine.Engine Engine { get; }

    public void Take(ReadOnlySpan<byte> events) => _told.AddRange(events);

    /// <summary>The events of one command, good until the next.</summary>
    public ReadOnlySpan<byte> Apply(in Command command)
    {
        _told.Clear();
        Engine.Apply(in command);
        return CollectionsMarshal.AsSpan(_told);
    }

    /// <summary>Between groups: where a state may be told.</summary>
    public static bool IsWhole(in Command command) => command.Header.GroupCount <= 1 || command.Header.GroupIndex == command.Header.GroupCount - 1;

    public static IReadOnlyList<Command> Stream(ulong seed, int count) => Workload.Stream(seed, count);

    /// <summary>The state as the engine tells it, in the pieces in which it does.</summary>
    public List<byte[]> Describe()
    {
        Pieces pieces = new();
        Engine.Describe(new EventWriter(pieces));
        return pieces.Told;
    }

    /// <summary>A second fold, begun where the venue stands now.</summary>
    public AllFolds FoldFromHere()
    {
        AllFolds folds = new();
        foreach (byte[] piece in Describe()) folds.Load(piece);
        return folds;
    }

    private sealed class Pieces : IEventSink
    {
        public List<byte[]> Told { get; } = [];

        public void Take(ReadOnlySpan<byte> events) => Told.Add(events.ToArray());
    }
}
