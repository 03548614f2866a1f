using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Gateway.Folds;

/// <summary>A place in the order of all events.</summary>
internal readonly record struct EventPlace(long Seq, int Index)
{
    public bool IsBefore(in EventPlace other) => Seq < other.Seq || (Seq == other.Seq && Index < other.Index);

    /// <summary>Where the last of some events stands.</summary>
    public static EventPlace LastOf(ReadOnlySpan<byte> events)
    {
        EventPlace last = default;
        int at = 0;
        while (at < events.Length)
        {
            EventHeader header = MemoryMarshal.Read<EventHeader>(events[at..]);
            last = new EventPlace(header.Seq, header.Index);
            at += header.Length;
        }
        return last;
    }
}
