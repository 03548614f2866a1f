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
    private const int BufferBytes = 64 * 1024;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(BufferBytes, pinned: true);
    private readonly IEventSink? _sink;
    private int _used;
    private int _index;
    private long _seq;
    private long _timeNs;

    public EventWriter(IEventSink? sink = null) => _sink = sink;

    /// <summary>Hash of every event byte since the first command; two engines that agree here told the same story.</summary>
    public ulong RollingHash { get; set; }

    public void Begin(long seq, long timeNs)
    {
        _seq = seq;
        _timeNs = timeNs;
        _index = 0;
    }

    public void Add<T>(int account, int market, in T body) where T : unmanaged, IEventBody
    {
        int length = EventHeader.Size + Unsafe.SizeOf<T>();
        if (_used + length > BufferBytes) HandOver();
        ref byte place = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_buffer), _used);   // length was just checked against the end
        Unsafe.As<byte, EventHeader>(ref place) = new EventHeader
        {
            Length = (ushort)length,
            Kind = T.Kind,
            Version = 1,
            Index = _index++,
            Seq = _seq,
            TimeNs = _timeNs,
            Account = account,
            Market = (ushort)market,
        };
        Unsafe.As<byte, T>(ref Unsafe.Add(ref place, EventHeader.Size)) = body;
        _used += length;
    }

    /// <summary>Ends the command: what is left goes to the sink.</summary>
    public void End()
    {
        if (_used > 0) HandOver();
    }

    private void HandOver()
    {
        ReadOnlySpan<byte> events = _buffer.AsSpan(0, _used);
        RollingHash = Hash64.Extend(RollingHash, events);
        _sink?.Take(events);
        _used = 0;
    }
}
