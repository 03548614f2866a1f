using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Twin;

namespace Peregrine.History.Tests;

/// <summary>A real engine over a seeded stream, with its events as they came, one array for each command that told any.</summary>
internal sealed class Venue : IEventSink
{
    private readonly List<byte> _told = [];
    private readonly Engine.Engine _engine;

    /// <param name="seed">The whole way back to the stream.</param>
    /// <param name="count">Commands.</param>
    /// <param name="liquidates">Whether those without margin are liquidated, which the stream's own genesis leaves out.</param>
    public Venue(ulong seed, int count, bool liquidates = false)
        : this(Workload.Stream(seed, count).Select(command => liquidates && command.Header.Kind == CommandKind.Genesis ? Liquidating(in command) : command))
    {
    }

    /// <param name="commands">As they are to be applied.</param>
    public Venue(IEnumerable<Command> commands)
    {
        _engine = new Engine.Engine(new EventWriter(this));
        foreach (Command command in commands)
        {
            _engine.Apply(in command);
            if (_told.Count > 0) Events.Add([.. _told]);
            _told.Clear();
        }
    }

    public List<byte[]> Events { get; } = [];

    public byte[] All => [.. Events.SelectMany(e => e)];

    /// <summary>The state as the engine tells it, event by event.</summary>
    public List<byte[]> Describe() => Pieces.Of(_engine);

    public void Take(ReadOnlySpan<byte> events) => _told.AddRange(events);

    public static long SeqOf(byte[] events) => MemoryMarshal.Read<EventHeader>(events).Seq;

    private static Command Liquidating(in Command genesis)
    {
        Genesis body = Command.Body<Genesis>(in genesis) with { LiquidationOff = 0 };
        return Command.Of(in body) with { Header = genesis.Header };
    }
}
