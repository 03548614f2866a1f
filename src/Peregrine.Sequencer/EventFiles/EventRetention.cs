namespace Peregrine.Sequencer.EventFiles;

/// <summary>Deletes the oldest event files when they are too old or too many, and says who was cut off by it.</summary>
internal sealed class EventRetention
{
    private readonly EventFileSet _files;
    private readonly FollowerCursors _cursors;
    private readonly EventFileOptions _options;

    public EventRetention(EventFileSet files, FollowerCursors cursors, EventFileOptions options)
    {
        options.Validate();
        (_files, _cursors, _options) = (files, cursors, options);
    }

    /// <summary>One round; the newest file always stays, and one more before it that is sealed.</summary>
    /// <exception cref="Core.StorageException">The disk refused; the next round tries the rest.</exception>
    public void Tend(long nowNs)
    {
        EventFile[] files = _files.Files;
        long bytes = files.Sum(static f => f.End);
        long held = _cursors.LowestHeld;
        foreach ((EventFile oldest, EventFile next) in files.Zip(files.Skip(1)))
        {
            // What is left has to stand on its own after a power cut.
            if (!next.IsSealed) break;
            bool isOld = nowNs - oldest.TimeNs > _options.KeepFor.Ticks * 100;
            if (!isOld && bytes <= _options.KeepBytes) break;
            if (oldest.LastSeq > held && bytes <= _options.BytesMax) break;
            bytes -= oldest.End;
            _files.Remove(oldest);
        }
        // Also whoever needs what lay before a first start from a snapshot, or in a file that somebody took away.
        if (_files.FirstSeq > 0) _cursors.BreakBefore(_files.FirstSeq);
        _cursors.Save();
    }
}
