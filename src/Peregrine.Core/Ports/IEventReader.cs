namespace Peregrine.Core;

/// <summary>Follows the events of committed commands: from memory when near, from files when behind.</summary>
/// <remarks>For one thread. Nothing here waits: who gets nothing comes again when he likes.</remarks>
public interface IEventReader
{
    /// <summary>The last sequence number whose events are all delivered.</summary>
    long Cursor { get; }

    /// <summary>True when what follows the cursor is kept nowhere any more: the reader goes on behind a gap, or begins again at the oldest.</summary>
    bool IsGone { get; }

    /// <summary>Whole events that follow what was delivered, good until the next call; nothing when there are none yet, or <see cref="IsGone"/>.</summary>
    ReadOnlySpan<byte> Next();
}
