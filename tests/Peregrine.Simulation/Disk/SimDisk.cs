using Peregrine.Core;

namespace Peregrine.Simulation.Disk;

/// <summary>A disk that keeps written and flushed bytes apart, and does what disks do on their bad days.</summary>
internal sealed class SimDisk(ulong seed = 1) : IStorage
{
    private readonly SortedDictionary<string, SimFile> _files = new(StringComparer.Ordinal);
    private Rng _rng = new(seed);

    public DiskFaults Faults { get; set; } = DiskFaults.None;

    /// <summary>Called for each flush with the time that it takes.</summary>
    public Action<long> Passes { get; set; } = static _ => { };

    /// <summary>Called before a file goes.</summary>
    public Action<string> Deleting { get; set; } = static _ => { };

    /// <summary>The power fails in the operation that brings this to 0; negative for never.</summary>
    public int OperationsUntilPowerCut { get; set; } = -1;

    public int Operations { get; private set; }

    public int Flushes { get; private set; }

    public SimFile this[string name] => _files[name];

    public IReadOnlyList<string> List() => [.. _files.Keys];

    public IStorageFile Create(string name, long bytes)
    {
        Before("create", name);
        if (Faults.LacksHandles) throw NoHandles(name);
        Invariant.That(!_files.ContainsKey(name), "a file is made once");
        CheckRoom(bytes);
        if (PowerFails())
        {
            // Cut off while it was filled: some of it is there.
            _files[name] = new SimFile(this, name, _rng.Below((int)bytes + 1));
            throw new PowerCut();
        }
        return _files[name] = new SimFile(this, name, bytes);
    }

    public IStorageFile CreateSparse(string name, long bytes)
    {
        Before("create", name);
        if (Faults.LacksHandles) throw NoHandles(name);
        Invariant.That(!_files.ContainsKey(name), "a file is made once");
        return _files[name] = new SimFile(this, name, bytes, isSparse: true);
    }

    public IStorageFile Open(string name) => Faults.LacksHandles ? throw NoHandles(name) : _files.TryGetValue(name, out SimFile? file) ? file : throw new StorageException($"there is no {name}");

    public void Delete(string name)
    {
        Before("delete", name);
        Deleting(name);
        _files.Remove(name);
        After("delete");
    }

    public void Replace(string name, string newName)
    {
        Before("replace", name);
        if (!_files.Remove(name, out SimFile? file)) throw new StorageException($"there is no {name}");
        _files[newName] = file;
        After("replace");
    }

    /// <summary>The power is back: what is left is what was flushed, and what chance added of the rest.</summary>
    public void Crash(ref Rng rng)
    {
        foreach ((string name, SimFile file) in _files.ToArray())
        {
            if (!file.IsNameDurable && rng.PerMille(500)) _files.Remove(name);
            else file.Crash(ref rng, Faults);
        }
        OperationsUntilPowerCut = -1;
    }

    internal void Before(string operation, string name)
    {
        Operations++;
        if (OperationsUntilPowerCut > 0 && --OperationsUntilPowerCut == 0) throw new PowerCut();
        if (operation == "flush")
        {
            Flushes++;
            if (Faults.FlushTakesNsMax > 0) Passes((long)(_rng.Next() % (ulong)Faults.FlushTakesNsMax));
        }
        int fails = operation switch { "write" => Faults.WriteFailsPerMille, "flush" => Faults.FlushFailsPerMille, _ => 0 };
        if (fails > 0 && _rng.PerMille(fails)) throw new StorageException($"{operation} of {name} failed: the simulated disk is having a bad day");
        if (PowerFails() && _rng.PerMille(500)) throw new PowerCut();
    }

    internal void CheckRoom(long bytes)
    {
        if (_files.Values.Sum(static file => file.Taken) + bytes > Faults.CapacityBytes) throw new StorageException("no space left on the simulated disk") { IsFull = true };
    }

    private static StorageException NoHandles(string name) => new($"open of {name} failed: too many open files");

    // The power may also fail when everything was done and nobody was told yet.
    internal void After(string operation)
    {
        if (PowerFails()) throw new PowerCut($"the power failed after a {operation}");
    }

    private bool PowerFails() => Faults.PowerFailsPerMille > 0 && _rng.PerMille(Faults.PowerFailsPerMille);
}
