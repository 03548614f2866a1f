using System.Globalization;
using Peregrine.Core;

namespace Peregrine.Sequencer.Snapshots;

/// <summary>Brings a snapshot from memory to the disk, slice by slice, and keeps two that are good.</summary>
/// <remarks>
/// Written under a temporary name, flushed once, renamed: whatever happens in between, what counts is whole. The journal may forget what lies before the
/// older of the two only after that one was read back and found good. One step is one touch of the disk.
/// </remarks>
internal sealed class SnapshotKeeper(IStorage storage, SnapshotSet set, Action<long> forgetBefore) : IDisposable
{
    private SnapshotImage? _image;
    private IEnumerator<bool>? _work;
    private string? _trouble;

    /// <summary>True while one is on its way.</summary>
    public bool IsBusy => Volatile.Read(ref _image) is not null;

    /// <summary>Why the latest could not be written, or what was wrong with an older one; null when all is well.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <summary>From the shadow's thread, when it is not busy.</summary>
    public void Begin(SnapshotImage image)
    {
        Invariant.That(!IsBusy, "one snapshot is written at a time");
        Volatile.Write(ref _image, image);
    }

    /// <summary>One touch of the disk; false when there was nothing to do.</summary>
    public bool Step()
    {
        if (Volatile.Read(ref _image) is not { } image) return false;
        try
        {
            _work ??= Work(image).GetEnumerator();
            if (_work.MoveNext()) return true;
        }
        catch (StorageException e)
        {
            Volatile.Write(ref _trouble, string.Create(CultureInfo.InvariantCulture, $"no snapshot after command {image.Header.Seq}: {e.Message}"));
        }
        Dispose();
        Volatile.Write(ref _image, null);
        return true;
    }

    public void Dispose()
    {
        _work?.Dispose();
        _work = null;
    }

    private IEnumerable<bool> Work(SnapshotImage image)
    {
        string? trouble = null;
        foreach (bool step in Write(image)) yield return step;
        set.Finish(image.Header.Seq);
        yield return true;
        long older = 0;
        foreach (long seq in set.Seqs.Skip(1).ToArray())
        {
            if (older > 0)
            {
                set.Delete(seq);
                yield return true;
                continue;
            }
            string? fault = null;
            using var check = new SnapshotCheck(storage, seq, image.Header.VenueId);
            while (check.Step(ref fault)) yield return true;
            if (fault is null)
            {
                older = seq;
                continue;
            }
            trouble = string.Create(CultureInfo.InvariantCulture, $"the snapshot after command {seq} was set aside: {fault}");
            set.SetAside(seq);
            yield return true;
        }
        if (older > 0) forgetBefore(older + 1);
        Volatile.Write(ref _trouble, trouble);
    }

    private IEnumerable<bool> Write(SnapshotImage image)
    {
        set.DeleteUnfinished();
        yield return true;
        SnapshotFileHeader header = image.Header;
        using IStorageFile file = storage.CreateSparse(SnapshotSet.NewName, SnapshotFile.BodyAt + header.BodyBytes);
        yield return true;
        long at = SnapshotFile.BodyAt;
        uint crc = uint.MaxValue;
        while (image.HasMore)
        {
            WriteSlice(file, image.Take(), ref at, ref crc);
            yield return true;
        }
        header.BodyCrc = ~crc;
        header.Seal();
        file.Write(0, SnapshotFileHeader.BytesOf(in header));
        yield return true;
        file.Flush();
        yield return true;
    }

    private static void WriteSlice(IStorageFile file, ReadOnlySpan<byte> slice, ref long at, ref uint crc)
    {
        file.Write(at, slice);
        crc = SnapshotFile.Extend(crc, slice);
        at += slice.Length;
    }
}
