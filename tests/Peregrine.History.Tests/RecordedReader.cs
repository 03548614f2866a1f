using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.History.Tests;

/// <summary>Recorded events in small pieces that end anywhere between two events.</summary>
internal sealed class RecordedReader(byte[] all, long afterSeq) : IEventReader
{
    private int _at = Behind(all, afterSeq);

    public long Cursor { get; private set; } = afterSeq;

    public bool IsGone { get; init; }

    public ReadOnlySpan<byte> Next()
    {
        int from = _at;
        for (int i = 0; i < 7 && _at < all.Length; i++)
        {
            EventHeader header = MemoryMarshal.Read<EventHeader>(all.AsSpan(_at));
            if (header.Kind == EventKind.CommandDone) Cursor = header.Seq;
            _at += header.Length;
        }
        return all.AsSpan(from, _at - from);
    }

    private static int Behind(byte[] all, long seq)
    {
        int at = 0;
        while (at < all.Length && MemoryMarshal.Read<EventHeader>(all.AsSpan(at)) is var header && header.Seq <= seq) at += header.Length;
        return at;
    }
}
