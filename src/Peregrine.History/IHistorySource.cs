using Peregrine.Core;

namespace Peregrine.History;

/// <summary>Where a running history gets its events, and what it is told by operators on the way.</summary>
public interface IHistorySource
{
    /// <summary>True when an operator wants it to forget everything and begin anew.</summary>
    bool IsToRebuild { get; }

    /// <summary>Follows the events behind a command, which are kept until they are stored.</summary>
    IEventReader Follow(long afterSeq);

    /// <summary>Everything was forgotten: the reader goes on with the oldest events there are.</summary>
    void BeginAnew();

    /// <summary>Everything up to a command is stored.</summary>
    void Stored(long cursor);
}
