using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.MarketData.Accounts;

/// <summary>Copies from logs while they may change: any bytes lead to some answer, and the account's mark says whether it was the true one.</summary>
/// <remarks>A reader that is nearly up to date looks at the end of a log alone: where it goes on is looked for from there back.</remarks>
internal static class LogReader
{
    /// <summary>Whole steps behind a command, as many as fit.</summary>
    public static PrivateRead CopyAfter(ChunkPool chunks, in LogHead log, long afterSeq, Span<byte> into)
    {
        if (afterSeq < log.FloorSeq) return new PrivateRead(PrivateOutcome.Gone, 0, log.FloorSeq);
        int copied = 0;
        int wanted = 0;
        (int Bytes, long Seq) whole = (0, afterSeq);
        int first = 0;
        long seq = afterSeq;
        int steps = 1;
        int at = log.Last;
        for (int before = chunks.Peek(at).Previous; before != 0 && steps < log.Chunks && chunks.Peek(before).LastSeq > afterSeq; before = chunks.Peek(at).Previous, steps++) at = before;
        for (; at != 0 && steps > 0; at = chunks.Peek(at).Next, steps--)
        {
            ReadOnlySpan<byte> rest = UsedOf(chunks, at);
            while (TakeMessage(ref rest, out ReadOnlySpan<byte> message, out long told))
            {
                if (told <= afterSeq) continue;
                if (told != seq)
                {
                    if (wanted == copied) whole = (copied, seq);
                    if (first == 0) first = wanted;
                    // What comes behind the last that fits is for another time.
                    if (first > 0 && wanted > into.Length) return Cut(whole, first, afterSeq);
                }
                seq = told;
                wanted = unchecked(wanted + message.Length);
                if (wanted > into.Length) continue;
                message.CopyTo(into[copied..]);
                copied = wanted;
            }
        }
        if (wanted == 0) return default;
        if (wanted == copied) return new PrivateRead(PrivateOutcome.Messages, copied, seq);
        return Cut(whole, first > 0 ? first : wanted, afterSeq);
    }

    private static PrivateRead Cut((int Bytes, long Seq) whole, int first, long afterSeq) => whole.Bytes > 0
        ? new PrivateRead(PrivateOutcome.Messages, whole.Bytes, whole.Seq)
        : new PrivateRead(PrivateOutcome.TooSmall, first, afterSeq);

    /// <summary>The bodies of the latest messages, oldest first, as many as fit.</summary>
    public static int CopyLatest<T>(ChunkPool chunks, in LogHead log, Span<T> into) where T : unmanaged
    {
        int steps = 1;
        int at = log.Last;
        int found = chunks.Peek(at).Count;
        for (int before = chunks.Peek(at).Previous; before != 0 && steps < log.Chunks && found < into.Length; before = chunks.Peek(at).Previous, steps++)
        {
            at = before;
            found = unchecked(found + chunks.Peek(at).Count);
        }
        int skip = Math.Max(0, found - into.Length);
        int copied = 0;
        for (; at != 0 && steps > 0; at = chunks.Peek(at).Next, steps--)
        {
            ReadOnlySpan<byte> rest = UsedOf(chunks, at);
            while (copied < into.Length && TakeMessage(ref rest, out ReadOnlySpan<byte> message, out _))
            {
                if (skip-- > 0) continue;
                if (MemoryMarshal.TryRead(message[PrivateMessage.Size..], out into[copied])) copied++;
            }
        }
        return copied;
    }

    /// <summary>The latest order of a log that has a name.</summary>
    public static bool TryFindLatest(ChunkPool chunks, in LogHead log, OrderId order, ClientOrderId clientId, bool orMember, out OrderFacts found)
    {
        found = default;
        int steps = log.Chunks;
        bool isFound = false;
        for (int at = log.Last; at != 0 && steps > 0 && !isFound; at = chunks.Peek(at).Previous, steps--)
        {
            ReadOnlySpan<byte> rest = UsedOf(chunks, at);
            while (TakeMessage(ref rest, out ReadOnlySpan<byte> message, out _))
            {
                if (message.Length < PrivateMessage.Size + Unsafe.SizeOf<OrderFacts>()) continue;
                ref readonly OrderFacts told = ref MemoryMarshal.AsRef<OrderFacts>(message[PrivateMessage.Size..]);
                if (order.IsNone ? told.ClientId != clientId : told.Order != order && !(orMember && told.Group == order)) continue;
                (found, isFound) = (told, true);
            }
        }
        return isFound;
    }

    private static ReadOnlySpan<byte> UsedOf(ChunkPool chunks, int chunk)
    {
        ReadOnlySpan<byte> bytes = chunks.BytesOf(chunk);
        return bytes[..Math.Clamp(chunks.Peek(chunk).Used, 0, bytes.Length)];
    }

    private static bool TakeMessage(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> message, out long seq)
    {
        message = default;
        seq = 0;
        if (!MemoryMarshal.TryRead(rest, out PrivateMessage header) || header.Length < PrivateMessage.Size || header.Length > rest.Length) return false;
        message = rest[..header.Length];
        rest = rest[header.Length..];
        seq = header.Seq;
        return true;
    }
}
