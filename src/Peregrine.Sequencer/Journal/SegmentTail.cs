using Peregrine.Core;

namespace Peregrine.Sequencer.Journal;

/// <summary>What lies behind the last sound group of the newest segment: nothing, what a crash left of one group, or signs of damage.</summary>
/// <remarks>
/// Groups are written one after another, each flushed before the next begins, and what a crash leaves is overwritten with zeros before the next is
/// written. So behind a torn group there is never another; where there is one, the hole before it was made later, by the disk or by somebody.
/// </remarks>
internal readonly record struct SegmentTail(long DirtyEnd, long LaterGroupAt)
{
    private const int WindowBytes = 1 << 20;

    public bool HasLaterGroup => LaterGroupAt >= 0;

    public static SegmentTail Scan(IStorageFile file, long from)
    {
        byte[] window = new byte[WindowBytes];
        long dirtyEnd = from;
        long later = -1;
        // Windows overlap by a header, so that none hides on their border.
        for (long at = from; at < file.Length; at += WindowBytes - GroupHeader.Size)
        {
            ReadOnlySpan<byte> bytes = window.AsSpan(0, file.Read(at, window.AsSpan(0, (int)Math.Min(WindowBytes, file.Length - at))));
            int last = bytes.LastIndexOfAnyExcept((byte)0);
            if (last < 0) continue;
            dirtyEnd = at + last + 1;
            // The group that stands at the very beginning is the torn one itself: its header may be whole while its records are not.
            for (int i = at == from ? 8 : 0; i <= last && later < 0; i += 8)
            {
                if (GroupCodec.TryHeader(bytes[i..], out _)) later = at + i;
            }
        }
        return new SegmentTail(dirtyEnd, later);
    }

    /// <summary>Makes what a crash left unreadable for ever, before anything is written behind it.</summary>
    public void Clear(IStorageFile file, long from)
    {
        byte[] zeros = new byte[Math.Min(DirtyEnd - from, WindowBytes)];
        for (long at = from; at < DirtyEnd; at += zeros.Length) file.Write(at, zeros.AsSpan(0, (int)Math.Min(zeros.Length, DirtyEnd - at)));
        file.Flush();
    }
}
