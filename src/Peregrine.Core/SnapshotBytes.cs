namespace Peregrine.Core;

/// <summary>A snapshot that is in memory whole.</summary>
public sealed class SnapshotBytes(ReadOnlyMemory<byte> bytes) : ISnapshotSource
{
    private ReadOnlyMemory<byte> _rest = bytes;

    public int Read(Span<byte> into)
    {
        int length = Math.Min(into.Length, _rest.Length);
        _rest.Span[..length].CopyTo(into);
        _rest = _rest[length..];
        return length;
    }
}
