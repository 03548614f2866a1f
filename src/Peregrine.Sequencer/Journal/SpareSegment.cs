using Peregrine.Core;

namespace Peregrine.Sequencer.Journal;

/// <summary>The next segment, made before it is needed: filling it with zeros takes longer than anybody may wait.</summary>
internal sealed class SpareSegment(IStorage storage, long bytes) : IDisposable
{
    private IStorageFile? _file;
    private long _number;

    public bool IsReady => Volatile.Read(ref _file) is not null;

    public void Prepare(long number)
    {
        if (_file is not null) return;
        IStorageFile file = storage.Create(Segment.NameOf(number), bytes);
        _number = number;
        Volatile.Write(ref _file, file);
    }

    /// <summary>The file for a segment; made now when nobody made it before.</summary>
    public IStorageFile Take(long number)
    {
        Prepare(number);
        Invariant.That(_number == number, "the spare segment is the next one");
        IStorageFile file = _file!;
        _file = null;
        return file;
    }

    public void Dispose() => _file?.Dispose();
}
