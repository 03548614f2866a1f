using Peregrine.Core;

namespace Peregrine.Simulation.Disk;

/// <summary>A file twice: as programs see it, and as it is on the platter. What lies between is a list of writes nobody has flushed.</summary>
internal sealed class SimFile(SimDisk disk, string name, long bytes, bool isSparse = false) : IStorageFile
{
    private const int Sector = 512;
    private readonly List<(long Offset, byte[] Bytes)> _pending = [];
    private byte[] _seen = new byte[bytes];
    private readonly byte[] _durable = new byte[bytes];

    public long Length => _seen.Length;

    /// <summary>Room that it takes: all of its length, or as far as a sparse file was written.</summary>
    public long Taken { get; private set; } = isSparse ? 0 : bytes;

    public bool IsNameDurable { get; private set; } = !isSparse;

    public bool HasPending => _pending.Count > 0;

    /// <summary>For tests that damage what lies on the disk.</summary>
    public byte[] Platter => _durable;

    public int Read(long offset, Span<byte> into)
    {
        int length = (int)Math.Clamp(_seen.Length - offset, 0, into.Length);
        if (length > 0) _seen.AsSpan((int)offset, length).CopyTo(into);
        return length;
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        Invariant.That(offset + bytes.Length <= _seen.Length, "files are never written beyond the length they were made with");
        disk.Before("write", name);
        if (offset + bytes.Length > Taken)
        {
            disk.CheckRoom(offset + bytes.Length - Taken);
            Taken = offset + bytes.Length;
        }
        bytes.CopyTo(_seen.AsSpan((int)offset));
        _pending.Add((offset, bytes.ToArray()));
        disk.After("write");
    }

    public void Flush()
    {
        try
        {
            disk.Before("flush", name);
        }
        catch (StorageException)
        {
            // As kernels do: the pages count as clean from here on, and a second flush would say that all is well.
            _pending.Clear();
            throw;
        }
        foreach ((long offset, byte[] bytes) in _pending) bytes.CopyTo(_durable, offset);
        _pending.Clear();
        IsNameDurable = true;
        disk.After("flush");
    }

    public void Dispose() { }

    /// <summary>The power failed: a random prefix of the pending writes made it, and of the next one whatever it pleased.</summary>
    public void Crash(ref Rng rng, DiskFaults faults)
    {
        int whole = rng.Below(_pending.Count + 1);
        for (int i = 0; i < whole; i++) _pending[i].Bytes.CopyTo(_durable, _pending[i].Offset);
        if (whole < _pending.Count && faults.Tears) Tear(_pending[whole], ref rng, faults.Garbles);
        _pending.Clear();
        _seen = [.. _durable];
        // It has survived, so it is there to stay.
        IsNameDurable = true;
    }

    /// <summary>What the program saw is what there is: tests that damage the platter call this.</summary>
    public void Reload() => _seen = [.. _durable];

    // A sector is written whole or not at all; what an earlier write left in it is therefore never lost.
    private void Tear((long Offset, byte[] Bytes) write, ref Rng rng, bool garbles)
    {
        int fate = rng.Below(3);
        for (long at = write.Offset; at < write.Offset + write.Bytes.Length;)
        {
            long end = Math.Min((at / Sector + 1) * Sector, write.Offset + write.Bytes.Length);
            Span<byte> sector = write.Bytes.AsSpan((int)(at - write.Offset), (int)(end - at));
            bool arrives = fate == 0 ? rng.PerMille(500) : rng.PerMille(fate == 1 ? 900 : 100);
            Span<byte> place = _durable.AsSpan((int)at, sector.Length);
            if (arrives) sector.CopyTo(place);
            // Not where the same bytes were written again: old or new, a sector is one of the two.
            else if (garbles && !sector.SequenceEqual(place) && rng.PerMille(300))
            {
                foreach (ref byte one in place) one = (byte)rng.Below(256);
            }
            at = end;
        }
    }
}
