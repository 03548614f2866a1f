namespace Peregrine.Core;

/// <summary>Gives a snapshot back in the order in which it was written.</summary>
public interface ISnapshotSource
{
    /// <summary>Fills a part of <paramref name="into"/> and says how much; 0 only at the end.</summary>
    int Read(Span<byte> into);
}
