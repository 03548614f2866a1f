using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>Collects the events of one command and hands them to a sink in one piece, extending the rolling hash over every byte.</summary>
/// <remarks>
/// A command whose events outgrow the buffer hands them over in several pieces, always cut at the same places:
/// the buffer's size is part of the hash's definition, so it is a constant and not an option.
/// </remarks>
public sealed class EventWriter
{
    // What the headers of a command's events share, side by side as they have it: it moves in one piece.
    private readonly record struct Stamp(long Seq, long TimeNs);

    private const int BufferBytes = 64 * 1024;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(BufferBytes, pinned: true);
    private readonly IEventSink? _sink;
    private int _used;
    private int _unhashed;
    private ulong _hash;
    private int _index;
    private Stamp _stamp;

    public EventWriter(IEventSink? sink = null) => _sink = sink;

    /// <summary>Hash of every event byte since the first command; two engines that agree here told the same story.</summary>
    public ulong RollingHash
    {
        get
        {
            Hash();
            return _hash;
        }

        set => (_hash, _unhashed) = (value, 0);
    }

    public void Begin(long seq, long timeNs)
    {
        Hash();
        _stamp = new Stamp(seq, timeNs);
        _index = 0;
    }

    public void Add<T>(int account, int market, in T body) where T : unmanaged, IEventBody
    {
        Next<T>(account, market) = body;
    }

    /// <summary>The next event's body, all zero, for the caller to fill before it adds another.</summary>
    /// <remarks>For events of every order: a body built on the stack in small pieces and then copied in large ones makes the processor wait.</remarks>
    public ref T Next<T>(int account, int market) where T : unmanaged, IEventBody
    {
        int length = EventHeader.Size + Unsafe.SizeOf<T>();
        int used = _used;
        if (used > BufferBytes - length) used = Spill();
        // The length was just checked against the end, and a command has fewer events than an int has values: nothing here can overflow.
        unchecked
        {
            ref byte place = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_buffer), used);
            _used = used + length;
            // Whole words, so that the hash can read them back at once; the layout is pinned by a test.
            ref long words = ref Unsafe.As<byte, long>(ref place);
            words = (uint)length | ((long)T.Kind << 16) | (1L << 24) | ((long)_index++ << 32);
            Unsafe.As<long, Stamp>(ref Unsafe.Add(ref words, 1)) = _stamp;
            Unsafe.Add(ref words, 3) = (uint)account | ((long)(ushort)market << 32);
            ref T body = ref Unsafe.As<byte, T>(ref Unsafe.Add(ref place, EventHeader.Size));
            body = default;
            return ref body;
        }
    }

    /// <summary>Ends the command: what is left goes to the sink.</summary>
    public void End()
    {
        if (_used > 0) HandOver();
    }

    // Says where the next event begins.
    private int Spill()
    {
        HandOver();
        Hash();
        return _used;
    }

    private void HandOver()
    {
        Hash();
        _unhashed = _used;
        _sink?.Take(_buffer.AsSpan(0, _used));
        _used = 0;
    }

    // Behind the answer: bytes just written are still on their way to the cache, and reading them back in other sizes would wait for them.
    private void Hash()
    {
        if (_unhashed == 0) return;
        _hash = Hash64.Roll(_hash, MemoryMarshal.Cast<byte, ulong>(_buffer.AsSpan(0, _unhashed)));
        _unhashed = 0;
    }
}
