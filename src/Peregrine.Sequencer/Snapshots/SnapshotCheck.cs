using Peregrine.Core;

namespace Peregrine.Sequencer.Snapshots;

/// <summary>Reads a snapshot's file through, a piece at a time, and says whether it is as it was written.</summary>
internal sealed class SnapshotCheck(IStorage storage, long seq, ulong venueId) : IDisposable
{
    private SnapshotFile? _file;

    /// <summary>False at the end, whichever that is; then <paramref name="fault"/> says what was wrong, or nothing.</summary>
    public bool Step(ref string? fault)
    {
        try
        {
            if (_file is not null) return _file.TryCheckOn();
            _file = SnapshotFile.Open(storage, seq, venueId);
            return true;
        }
        catch (Exception e) when (e is SnapshotException or StorageException)
        {
            fault = e.Message;
            return false;
        }
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>The same in one go; null when it is good.</summary>
    public static string? Of(IStorage storage, long seq, ulong venueId)
    {
        string? fault = null;
        using var check = new SnapshotCheck(storage, seq, venueId);
        while (check.Step(ref fault)) { }
        return fault;
    }
}
