using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.MarketData.Accounts;

/// <summary>Writes what accounts are told: private sequences, recent fills, finished orders.</summary>
internal sealed class AccountLog(AccountStore store)
{
    // Of its share, while half of the memory is nobody's: whoever does a lot at once has his news read a moment later.
    private const int LentTimes = 8;
    // Of a log's oldest, for one that comes: what was lent is given back little by little.
    private const int GoAtOnce = 2;
    private long _seq;
    private long _timeNs;

    /// <summary>Everything told from here on belongs to this command.</summary>
    public void Begin(in EventHeader header) => (_seq, _timeNs) = (header.Seq, header.TimeNs);

    public void Tell<T>(int account, int market, PrivateChannel channel, EventKind kind, in T body) where T : unmanaged =>
        Tell(account, market, channel, kind, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in body)));

    public void Tell(int account, int market, PrivateChannel channel, EventKind kind, ReadOnlySpan<byte> body)
    {
        ref AccountRecord record = ref store.Touch(account);
        if (record.Facts.LastSeq != _seq) (record.PrevSeq, record.Facts.LastSeq) = (record.Facts.LastSeq, _seq);
        Write(account, market, channel, kind, record.PrevSeq, body, LogKind.Sequence);
    }

    public void Keep(int account, in FillFacts fill) =>
        Write(account, fill.Market, PrivateChannel.Fills, EventKind.Trade, 0, MemoryMarshal.AsBytes(new ReadOnlySpan<FillFacts>(in fill)), LogKind.Fills);

    public void Keep(int account, in OrderFacts ended) =>
        Write(account, ended.Market, PrivateChannel.Orders, EventKind.OrderCancelled, 0, MemoryMarshal.AsBytes(new ReadOnlySpan<OrderFacts>(in ended)), LogKind.Finished);

    /// <summary>Puts back what an account was told before this log began, which has told it nothing yet.</summary>
    public void Recall(in AccountPast past, ReadOnlySpan<byte> messages)
    {
        ref AccountRecord record = ref store.Touch(past.Account);
        (record.Sequence.FloorSeq, record.Facts.LastSeq) = (past.FloorSeq, past.LastSeq);
        PrivateReader reader = new(messages);
        while (reader.Next())
        {
            _seq = reader.Header.Seq;
            reader.Message.CopyTo(Take(past.Account, LogKind.Sequence, reader.Message.Length));
        }
    }

    private void Write(int account, int market, PrivateChannel channel, EventKind kind, long prevSeq, ReadOnlySpan<byte> body, LogKind log)
    {
        int length = (PrivateMessage.Size + body.Length + 7) & ~7;
        Span<byte> message = Take(account, log, length);
        message[^8..].Clear();
        Unsafe.As<byte, PrivateMessage>(ref message[0]) = new PrivateMessage
        {
            Seq = _seq,
            PrevSeq = prevSeq,
            TimeNs = _timeNs,
            Length = (ushort)length,
            Market = (ushort)market,
            Channel = channel,
            Kind = kind,
        };
        body.CopyTo(message[PrivateMessage.Size..]);
    }

    // Where the log's next message goes.
    private Span<byte> Take(int account, LogKind log, int length)
    {
        int last = Room(account, log, length);
        ref Chunk chunk = ref store.Chunks[last];
        Span<byte> message = store.Chunks.BytesOf(last).Slice(chunk.Used, length);
        chunk.Used += length;
        chunk.Count++;
        chunk.LastSeq = _seq;
        return message;
    }

    // The log's last chunk when the message fits, else a fresh one, for which something old may have to go.
    private int Room(int account, LogKind kind, int length)
    {
        ref LogHead log = ref store.Touch(account).Log(kind);
        if (log.Last != 0 && store.Chunks[log.Last].Used + length <= ChunkPool.ChunkBytes) return log.Last;
        int share = ShareOf(kind);
        for (int i = 0; i < GoAtOnce && log.Chunks >= share && MayGo(in log, kind); i++) Forget(log.First);
        if (store.Chunks.IsFull) Forget(store.Chunks.Oldest);
        int fresh = store.Chunks.Rent(account, kind);
        if (log.Last == 0) log.First = fresh;
        else (store.Chunks[log.Last].Next, store.Chunks[fresh].Previous) = (fresh, log.Last);
        log.Last = fresh;
        log.Chunks++;
        return fresh;
    }

    // One order may fill against thousands: its step is kept whole, or nobody could ever read it.
    private bool MayGo(in LogHead log, LogKind kind) => kind != LogKind.Sequence || store.Chunks[log.First].LastSeq < _seq;

    private int ShareOf(LogKind kind)
    {
        int bytes = kind switch
        {
            LogKind.Sequence => store.Limits.SequenceBytes,
            LogKind.Fills => store.Limits.FillBytes,
            LogKind.Finished => store.Limits.FinishedBytes,
        };
        int chunks = Math.Max(1, bytes / ChunkPool.ChunkBytes);
        return kind == LogKind.Sequence && !store.Chunks.IsHalfFull ? chunks * LentTimes : chunks;
    }

    // The first chunk of some log goes; who read that log meanwhile is told by its account's mark.
    private void Forget(int chunk)
    {
        Chunk gone = store.Chunks[chunk];
        ref LogHead log = ref store.Touch(gone.Account).Log(gone.Kind);
        Invariant.That(log.First == chunk, "a log forgets from its beginning");
        log.First = gone.Next;
        if (gone.Next == 0) log.Last = 0;
        else store.Chunks[gone.Next].Previous = 0;
        log.Chunks--;
        log.FloorSeq = gone.LastSeq;
        store.Chunks.Return(chunk);
    }
}
