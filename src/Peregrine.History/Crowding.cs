using System.Buffers.Text;

namespace Peregrine.History;

/// <summary>Whether the machine has a core to spare, as Linux counts it. Elsewhere it has.</summary>
/// <remarks>
/// Asked two ways. The thread that asks has waited for a core: then there was none for it, also where a container may use a part of the machine only. Or nearly
/// all of the machine's time was used: then others wait, though who sleeps often gets his turn at once and takes it from them.
/// </remarks>
internal sealed class Crowding : IDisposable
{
    // Who waited a fifth of the time that he worked; less than a tenth of the machine's time unused.
    private const int WaitedShare = 5, UnusedShare = 10;
    // The machine's time is counted in hundredths of a second of a core.
    private const long WindowTicks = 20;

    private readonly FileStream? _own = TryOpen("/proc/thread-self/schedstat");
    private readonly FileStream? _machine = TryOpen("/proc/stat");
    private long _waited;
    private (long Unused, long All) _before;
    private bool _isFull;

    /// <summary>For one thread alone, which says how long it has worked since it asked last.</summary>
    public bool IsThere(TimeSpan worked)
    {
        long before = _waited;
        _waited = Waited();
        return (_waited - before) * WaitedShare >= worked.Ticks * 100 || IsMachineFull();
    }

    public void Dispose()
    {
        _own?.Dispose();
        _machine?.Dispose();
    }

    /// <summary>Of the machine's first line: what was not used, and all there was.</summary>
    internal static (long Unused, long All) Used(ReadOnlySpan<byte> line)
    {
        const int idle = 3, disk = 4, last = 7;
        line = line["cpu ".Length..];
        long unused = 0, all = 0;
        for (int i = 0; i <= last; i++)
        {
            line = line.TrimStart((byte)' ');
            if (!Utf8Parser.TryParse(line, out long ticks, out int read)) break;
            if (i is idle or disk) unused += ticks;
            all += ticks;
            line = line[read..];
        }
        return (unused, all);
    }

    private bool IsMachineFull()
    {
        if (_machine is null) return false;
        Span<byte> line = stackalloc byte[256];
        (long Unused, long All) now = Used(Read(_machine, line));
        if (now.All - _before.All < WindowTicks) return _isFull;
        _isFull = (now.Unused - _before.Unused) * UnusedShare < now.All - _before.All;
        _before = now;
        return _isFull;
    }

    // Time on a core, time without one, turns.
    private long Waited()
    {
        if (_own is null) return 0;
        Span<byte> buffer = stackalloc byte[128];
        ReadOnlySpan<byte> line = Read(_own, buffer);
        line = line[(line.IndexOf((byte)' ') + 1)..];
        return Utf8Parser.TryParse(line, out long waited, out _) ? waited : 0;
    }

    private static ReadOnlySpan<byte> Read(FileStream from, Span<byte> into)
    {
        from.Position = 0;
        return into[..from.Read(into)];
    }

    private static FileStream? TryOpen(string path) =>
        OperatingSystem.IsLinux() && File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0) : null;
}
