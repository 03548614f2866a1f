using Peregrine.Core;

namespace Peregrine.Sequencer.EventFiles;

/// <summary>The event files there are, oldest first. One thread writes, one removes, any number read.</summary>
internal sealed class EventFileSet
{
    private readonly Lock _changing = new();
    private EventFile[] _files;
    private long _lastNumber;

    private EventFileSet(IStorage storage, ulong venueId, EventFile[] files, EventCut? cut)
    {
        (Storage, VenueId, _files, Cut) = (storage, venueId, files, cut);
        _lastNumber = files.Length == 0 ? 0 : files[^1].Number;
    }

    public IStorage Storage { get; }

    public ulong VenueId { get; }

    /// <summary>What was lost when they were opened; null when nothing was.</summary>
    public EventCut? Cut { get; }

    /// <summary>A picture of this moment; the files in it may grow and be removed.</summary>
    public EventFile[] Files => Volatile.Read(ref _files);

    /// <summary>The first command whose events are kept; 0 when there are none.</summary>
    public long FirstSeq => Files is [EventFile first, ..] ? first.FirstSeq : 0;

    /// <summary>The last command whose events are all written; 0 when there are none.</summary>
    public long LastSeq => Files is [.., EventFile last] ? last.LastSeq : 0;

    /// <summary>Cuts what a crash left half written, and what tells of commands that are not in the journal.</summary>
    /// <exception cref="EventFileException">A file is damaged in a way that no crash explains, or is not of this venue.</exception>
    public static EventFileSet Open(IStorage storage, ulong venueId, long lastCommand)
    {
        var opening = new EventFileOpening(storage, venueId, lastCommand);
        EventFile[] files = opening.Run();
        return new EventFileSet(storage, venueId, files, opening.Cut);
    }

    public long NextNumber => _lastNumber + 1;

    public void Add(EventFile file)
    {
        _lastNumber = file.Number;
        lock (_changing) Volatile.Write(ref _files, [.. _files, file]);
    }

    /// <summary>First out of sight, then off the disk, so that whoever fails to open it knows why.</summary>
    public void Remove(EventFile file)
    {
        file.IsRemoved = true;
        lock (_changing) Volatile.Write(ref _files, [.. _files.Where(f => f != file)]);
        Storage.Delete(file.Name);
    }
}
