using System.Buffers;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.History;

/// <summary>Follows the events into a store, in batches by size or time. For one thread that does nothing else.</summary>
/// <remarks>
/// The venue never waits for it. When the store fails, what was not stored is dropped, and after a while the store is opened anew and followed from what it
/// says that it has: whatever happened to it meanwhile, rows are neither doubled nor missed.
/// </remarks>
public sealed class HistoryFold(Func<IHistoryStore> open, Func<long, IEventReader> follow, HistoryOptions options) : IDisposable
{
    private const long PruneEveryNs = 60_000_000_000;

    private readonly ArrayBufferWriter<byte> _waiting = new();
    private IHistoryStore? _store;
    private IEventReader? _reader;
    private long _oldestNs;
    private long _retryNs;
    private long _pruneNs;
    private int _whole;
    private long _stored;
    private string? _trouble;

    /// <summary>The last command that is stored, as far as is known. Any thread may ask.</summary>
    public long Cursor => Volatile.Read(ref _stored);

    /// <summary>Why nothing is stored now, or null. Any thread may ask.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <summary>Called after each batch that was stored.</summary>
    public Action<long>? Stored { get; init; }

    /// <summary>Takes what there is and stores what is due. True when it should be called again at once.</summary>
    /// <param name="nowNs">Any clock that does not run backwards.</param>
    public bool Step(long nowNs)
    {
        if (nowNs < _retryNs) return false;
        try
        {
            Open();
            bool more = Take(nowNs);
            bool isDue = _whole >= options.BatchBytes || (_whole > 0 && nowNs - _oldestNs >= options.BatchNs);
            if (isDue) Write();
            else if (!more) Prune(nowNs);
            return more;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            GiveUp(e, nowNs);
            return false;
        }
    }

    /// <summary>Stores what waits, however little it is.</summary>
    public void Flush(long nowNs)
    {
        try
        {
            Open();
            while (Take(nowNs)) Write();
            Write();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            GiveUp(e, nowNs);
        }
    }

    /// <summary>Forgets everything that is stored, to begin again with the oldest event there is. False when the store cannot now.</summary>
    public bool Forget(long nowNs)
    {
        if (nowNs < _retryNs) return false;
        try
        {
            Open();
            _store!.Forget();
            Volatile.Write(ref _stored, _store.Cursor);
            _waiting.ResetWrittenCount();
            _whole = 0;
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            GiveUp(e, nowNs);
            return false;
        }
    }

    public void Dispose() => Close();

    private void Open()
    {
        if (_reader is not null) return;
        _store ??= open();
        Volatile.Write(ref _stored, _store.Cursor);
        _reader = follow(_store.Cursor);
        Volatile.Write(ref _trouble, null);
    }

    // At most a batch and what one piece brings; the rest waits where it is.
    private bool Take(long nowNs)
    {
        while (_whole < options.BatchBytes)
        {
            ReadOnlySpan<byte> events = _reader!.Next();
            if (_reader.IsGone) throw new StorageException($"events behind {_reader.Cursor} are kept nowhere any more: an operator decides whether history goes on behind the gap or is rebuilt");
            if (events.IsEmpty) return false;
            if (_whole == 0) _oldestNs = nowNs;
            int before = _waiting.WrittenCount;
            _waiting.Write(events);
            FindEnd(before);
        }
        return true;
    }

    // Commands are stored whole: what has no answer yet waits for it.
    private void FindEnd(int at)
    {
        ReadOnlySpan<byte> waiting = _waiting.WrittenSpan;
        while (at < waiting.Length)
        {
            EventHeader header = MemoryMarshal.Read<EventHeader>(waiting[at..]);
            at += header.Length;
            if (header.Kind == EventKind.CommandDone) _whole = at;
        }
    }

    private void Write()
    {
        if (_whole == 0) return;
        _store!.Store(_waiting.WrittenSpan[.._whole]);
        byte[] rest = _waiting.WrittenSpan[_whole..].ToArray();
        _waiting.ResetWrittenCount();
        _waiting.Write(rest);
        _whole = 0;
        Volatile.Write(ref _stored, _store.Cursor);
        Stored?.Invoke(_store.Cursor);
    }

    private void Prune(long nowNs)
    {
        if (nowNs < _pruneNs) return;
        if (_store!.Prune(options.Retention, nowNs) == 0) _pruneNs = nowNs + PruneEveryNs;
    }

    // What is no trouble of the store is a mistake of ours, and no reason for a venue to end.
    private void GiveUp(Exception e, long nowNs)
    {
        Volatile.Write(ref _trouble, e is StorageException ? e.Message : $"no rows can be made of the events behind {Cursor}: {e.Message}");
        _retryNs = nowNs + options.RetryNs;
        Close();
    }

    private void Close()
    {
        (_reader as IDisposable)?.Dispose();
        _store?.Dispose();
        (_reader, _store, _whole) = (null, null, 0);
        _waiting.ResetWrittenCount();
    }
}
