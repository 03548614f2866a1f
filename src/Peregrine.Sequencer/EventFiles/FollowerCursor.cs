namespace Peregrine.Sequencer.EventFiles;

/// <summary>A follower of events that is known by name, so that files are kept for it.</summary>
/// <param name="Name">Of the follower.</param>
/// <param name="Cursor">The last command whose events it has, as far as it told; its own store knows better.</param>
/// <param name="State">Whether it can go on.</param>
/// <param name="ProgressNs">When its cursor last moved.</param>
/// <param name="GapFrom">First command whose events it will never get; 0 for no gap.</param>
/// <param name="GapTo">Last command of the latest gap.</param>
public sealed record FollowerCursor(string Name, long Cursor, FollowerState State, long ProgressNs, long GapFrom, long GapTo)
{
    /// <summary>True when an operator decided that whoever has come so far goes on behind the gap.</summary>
    internal bool IsGap(long cursor) => GapFrom > 0 && cursor + 1 >= GapFrom && cursor < GapTo;
}
