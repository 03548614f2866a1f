using Peregrine.Core;

namespace Peregrine.Sequencer.EventFiles;

/// <summary>Who follows the events under which name, and how far he said he is. Any thread may ask and report.</summary>
/// <remarks>A follower's true cursor lies in its own store, beside what it changed. What is kept here may be older: then files are kept a little longer.</remarks>
internal sealed class FollowerCursors
{
    private const string FileName = "followers";
    private const string NewFileName = "followers.new";
    private const int NameMax = 32;
    private readonly Lock _changing = new();
    private readonly SortedDictionary<string, FollowerCursor> _cursors = new(StringComparer.Ordinal);
    private readonly IStorage _storage;
    private bool _isChanged;

    private FollowerCursors(IStorage storage) => _storage = storage;

    public IReadOnlyList<FollowerCursor> All
    {
        get
        {
            lock (_changing) return [.. _cursors.Values];
        }
    }

    /// <exception cref="EventFileException">The file is not what was written.</exception>
    public static FollowerCursors Open(IStorage storage)
    {
        var cursors = new FollowerCursors(storage);
        if (!storage.List().Contains(FileName, StringComparer.Ordinal)) return cursors;
        using IStorageFile file = storage.Open(FileName);
        byte[] bytes = new byte[file.Length];
        file.Read(0, bytes);
        List<FollowerCursor> all = FollowerCursorCodec.Decode(bytes) ?? throw EventFileException.Damage(FileName, 0, "it does not match its checksum");
        foreach (FollowerCursor one in all) cursors._cursors.Add(one.Name, one);
        return cursors;
    }

    /// <summary>Makes a follower known, or finds it again as it was.</summary>
    public FollowerCursor Register(string name, long cursor, long nowNs)
    {
        bool isPlain = name.Length is > 0 and <= NameMax;
        foreach (char c in name) isPlain &= char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';
        Invariant.That(isPlain, "a follower's name is 1 to 32 of A-Z a-z 0-9 . - _");
        lock (_changing)
        {
            if (!_cursors.TryGetValue(name, out FollowerCursor? known)) return Keep(new FollowerCursor(name, cursor, FollowerState.Following, nowNs, 0, 0));
            // What its own store says counts, unless it is to forget just that.
            if (known.State == FollowerState.Rebuilding) return known;
            // A store that was lost, or put back from an older copy, needs again what it had; only what an operator let it pass over it does not need.
            long from = known.IsGap(cursor) ? known.GapTo : cursor;
            if (from < known.Cursor) return Keep(known with { Cursor = from });
            Report(name, cursor, nowNs);
            return _cursors[name];
        }
    }

    public FollowerCursor? Find(string name)
    {
        lock (_changing) return _cursors.GetValueOrDefault(name);
    }

    /// <summary>Nothing is kept for it any more.</summary>
    public void Forget(string name)
    {
        lock (_changing) _isChanged |= _cursors.Remove(name);
    }

    /// <summary>The follower has stored everything up to there. One that was thought broken and comes further all the same had the events in hand already.</summary>
    public void Report(string name, long cursor, long nowNs)
    {
        lock (_changing)
        {
            FollowerCursor known = _cursors[name];
            if (known.State != FollowerState.Rebuilding && cursor <= known.Cursor) return;
            Keep(known with { Cursor = cursor, State = FollowerState.Following, ProgressNs = nowNs });
        }
    }

    /// <summary>The smallest cursor for which files are kept; the largest number there is when nobody needs any.</summary>
    public long LowestHeld
    {
        get
        {
            lock (_changing) return _cursors.Values.Where(static c => c.State != FollowerState.Broken).Select(static c => c.Cursor).DefaultIfEmpty(long.MaxValue).Min();
        }
    }

    /// <summary>Marks everybody who needs what is no longer there.</summary>
    public void BreakBefore(long firstSeq)
    {
        lock (_changing)
        {
            foreach (FollowerCursor one in _cursors.Values.Where(c => c.State != FollowerState.Broken && c.Cursor + 1 < firstSeq).ToArray())
                Keep(one with { State = FollowerState.Broken });
        }
    }

    /// <summary>A broken follower goes on with the oldest events there are; what it missed is recorded.</summary>
    /// <remarks>What was gone may be there again: a power cut undoes what was not synced, the deletion of a file as well. Then it misses no more than it had missed before.</remarks>
    public void ContinueBehindGap(string name, long firstSeq)
    {
        lock (_changing)
        {
            FollowerCursor broken = _cursors[name];
            Invariant.That(broken.State == FollowerState.Broken, "only a follower that was cut off goes on behind a gap");
            FollowerCursor follows = broken with { State = FollowerState.Following };
            bool isGap = broken.Cursor + 1 < firstSeq;
            // One that stored nothing since its last gap, or since it was to be rebuilt, has one gap and not two.
            long from = broken.GapFrom > 0 && broken.Cursor == broken.GapTo ? broken.GapFrom : broken.Cursor + 1;
            Keep(isGap ? follows with { Cursor = firstSeq - 1, GapFrom = from, GapTo = firstSeq - 1 } : follows);
        }
    }

    /// <summary>The follower forgets what it has and begins with the oldest events there are.</summary>
    public void Rebuild(string name, long firstSeq)
    {
        lock (_changing)
        {
            long gapFrom = firstSeq > 1 ? 1 : 0;
            Keep(_cursors[name] with { State = FollowerState.Rebuilding, Cursor = firstSeq - 1, GapFrom = gapFrom, GapTo = gapFrom == 0 ? 0 : firstSeq - 1 });
        }
    }

    /// <summary>Writes down what changed since the last time. The old file is there until the new one is on the disk as a whole.</summary>
    public void Save()
    {
        byte[] bytes;
        lock (_changing)
        {
            if (!_isChanged) return;
            bytes = FollowerCursorCodec.Encode(_cursors.Values);
            _isChanged = false;
        }
        try
        {
            Write(bytes);
        }
        catch (StorageException)
        {
            lock (_changing) _isChanged = true;
            throw;
        }
    }

    private void Write(byte[] bytes)
    {
        // One that a crash left behind.
        if (_storage.List().Contains(NewFileName, StringComparer.Ordinal)) _storage.Delete(NewFileName);
        using (IStorageFile file = _storage.CreateSparse(NewFileName, bytes.Length))
        {
            file.Write(0, bytes);
            file.Flush();
        }
        _storage.Replace(NewFileName, FileName);
    }

    private FollowerCursor Keep(FollowerCursor cursor)
    {
        _isChanged = true;
        return _cursors[cursor.Name] = cursor;
    }
}
