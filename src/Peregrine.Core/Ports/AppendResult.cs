namespace Peregrine.Core;

public enum AppendResult : byte
{
    Committed = 1,
    /// <summary>Another writer holds a newer epoch: this one must stop.</summary>
    Fenced = 2,
    /// <summary>Nothing may be assumed; the log's end must be read before anything else.</summary>
    Unknown = 3,
    /// <summary>There is no room, and nothing was written.</summary>
    Full = 4,
}
