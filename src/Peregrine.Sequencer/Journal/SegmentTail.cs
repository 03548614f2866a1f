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
        long next = EndOfGroup(file, from);
        // Windows overlap by a header, so that none hides on their border.
        for (long at = from; at < file.Length; at += WindowBytes - GroupHeader.Size)
        {
            ReadOnlySpan<byte> bytes = window.AsSpan(0, file.Read(at, window.AsSpan(0, (int)Math.Min(WindowBytes, file.Length - at))));
            int last = bytes.LastIndexOfAnyExcept((byte)0);
            if (last < 0) continue;
            dirtyEnd = at + last + 1;
            for (int i = 0; i <= last && later < 0; i += 8)
            {
                long place = at + i;
                if (place <= from || place < next || !GroupCodec.TryHeader(bytes[i..], out GroupHeader header)) continue;
                if (place == next || IsGroup(file, place, in header)) later = place;
            }
        }
        return new SegmentTail(dirtyEnd, later);
    }

    // The torn group's own header may be whole while its records are not, and says where the next would begin; 0 when it is lost, too.
    private static long EndOfGroup(IStorageFile file, long from)
    {
        byte[] start = new byte[GroupHeader.Size];
        return GroupCodec.TryHeader(start.AsSpan(0, file.Read(from, start)), out GroupHeader header) ? from + GroupHeader.Size + header.Bytes : 0;
    }

    // Whoever places an order chooses some of its bytes, and could make them a header: in an unknown place what counts is a group of which every record is sound.
    private static bool IsGroup(IStorageFile file, long at, in GroupHeader header)
    {
        if (at + GroupHeader.Size + header.Bytes > file.Length) return false;
        byte[] group = new byte[GroupHeader.Size + header.Bytes];
        return file.Read(at, group) == group.Length && GroupCodec.HasSoundRecords(group, in header);
    }

    /// <summary>Makes what a crash left unreadable for ever, before anything is written behind it.</summary>
    public void Clear(IStorageFile file, long from)
    {
        byte[] zeros = new byte[Math.Min(DirtyEnd - from, WindowBytes)];
        for (long at = from; at < DirtyEnd; at += zeros.Length) file.Write(at, zeros.AsSpan(0, (int)Math.Min(zeros.Length, DirtyEnd - at)));
        file.Flush();
    }
}
