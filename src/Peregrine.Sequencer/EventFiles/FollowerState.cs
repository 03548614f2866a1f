namespace Peregrine.Sequencer.EventFiles;

/// <summary>How a registered follower stands to the event files. The numbers are stored.</summary>
public enum FollowerState : byte
{
    /// <summary>What it needs next is kept for it.</summary>
    Following = 1,
    /// <summary>What it needs next is gone. It takes nothing until an operator has decided how it goes on.</summary>
    Broken = 2,
    /// <summary>It is to forget everything and begin at the oldest file; the first progress that it reports ends this.</summary>
    Rebuilding = 3,
}
