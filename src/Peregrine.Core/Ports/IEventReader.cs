namespace Peregrine.Core;

/// <summary>Follows the events of committed commands: from memory when near, from files when behind.</summary>
public interface IEventReader
{
    /// <summary>The last sequence number whose events are all delivered.</summary>
    long Cursor { get; }
    ReadOnlySpan<byte> Next(CancellationToken stop);
}
