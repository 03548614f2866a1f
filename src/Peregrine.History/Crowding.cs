using System.Buffers.Text;

namespace Peregrine.History;

/// <summary>How long the thread that asks has waited for a core, as Linux counts it: whether the machine has enough for all. Elsewhere nobody has to wait.</summary>
internal sealed class Crowding : IDisposable
{
    private readonly FileStream? _counts = OperatingSystem.IsLinux() && File.Exists("/proc/thread-self/schedstat") ? new("/proc/thread-self/schedstat", FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0) : null;
    private long _known;

    /// <summary>Nanoseconds of waiting since the last time.</summary>
    public long Since()
    {
        long before = _known;
        _known = Waited();
        return _known - before;
    }

    public void Dispose() => _counts?.Dispose();

    // Time on a core, time without one, turns.
    private long Waited()
    {
        if (_counts is null) return 0;
        Span<byte> line = stackalloc byte[128];
        _counts.Position = 0;
        line = line[.._counts.Read(line)];
        line = line[(line.IndexOf((byte)' ') + 1)..];
        return Utf8Parser.TryParse(line, out long waited, out _) ? waited : 0;
    }
}
