using System.Globalization;
using Peregrine.Core;

namespace Peregrine.Sequencer.Snapshots;

/// <summary>The snapshot files there are, newest first. A file has its name only when it was written whole.</summary>
/// <remarks>One thread changes it, others may look.</remarks>
internal sealed class SnapshotSet
{
    /// <summary>Where one is written before it counts.</summary>
    public const string NewName = "snapshot.new";

    private const string Extension = ".snapshot";
    private const string Refused = ".refused";
    private readonly IStorage _storage;
    private long[] _seqs;

    private SnapshotSet(IStorage storage, long[] seqs) => (_storage, _seqs) = (storage, seqs);

    /// <summary>The commands after which they were taken, newest first.</summary>
    public IReadOnlyList<long> Seqs => Volatile.Read(ref _seqs);

    /// <summary>0 when there is none.</summary>
    public long Newest => Seqs is [long newest, ..] ? newest : 0;

    public static SnapshotSet Load(IStorage storage)
    {
        var seqs = new List<long>();
        foreach (string name in storage.List())
        {
            if (TrySeq(name, out long seq)) seqs.Add(seq);
        }
        seqs.Reverse();
        return new SnapshotSet(storage, [.. seqs]);
    }

    // Padded, so that the order of names is the order of commands.
    public static string NameOf(long seq) => seq.ToString("D19", CultureInfo.InvariantCulture) + Extension;

    /// <summary>What a crash or a full disk left of one.</summary>
    public void DeleteUnfinished()
    {
        if (_storage.List().Contains(NewName, StringComparer.Ordinal)) _storage.Delete(NewName);
    }

    /// <summary>The new file is on stable storage and gets its name.</summary>
    public void Finish(long seq)
    {
        _storage.Replace(NewName, NameOf(seq));
        Volatile.Write(ref _seqs, [seq, .. _seqs.Where(s => s != seq)]);
    }

    /// <summary>It does not count any more, and is kept for whoever wants to know why.</summary>
    public void SetAside(long seq)
    {
        Volatile.Write(ref _seqs, [.. _seqs.Where(s => s != seq)]);
        _storage.Replace(NameOf(seq), NameOf(seq) + Refused);
    }

    public void Delete(long seq)
    {
        Volatile.Write(ref _seqs, [.. _seqs.Where(s => s != seq)]);
        _storage.Delete(NameOf(seq));
    }

    private static bool TrySeq(string name, out long seq)
    {
        seq = 0;
        return name.EndsWith(Extension, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, name.Length - Extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out seq)
            && name == NameOf(seq);
    }
}
