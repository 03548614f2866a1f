using Peregrine.Core;

namespace Peregrine.Sequencer.EventFiles;

/// <summary>How events are laid out in files and how long they are kept. Nothing here decides what a command does.</summary>
public sealed record EventFileOptions
{
    private const long GiB = 1 << 30;

    /// <summary>Length of a file in bytes; longer only for a command whose events alone need more.</summary>
    public long FileBytes { get; init; } = 64 << 20;

    /// <summary>A block is written when it holds so many bytes of events, or when there is nothing to wait for.</summary>
    public int BlockBytes { get; init; } = 512 << 10;

    /// <summary>How long events are kept for whoever may come.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How many bytes of events are kept for whoever may come.</summary>
    public long KeepBytes { get; init; } = 20 * GiB;

    /// <summary>How many bytes are kept for a registered follower who has not come so far yet; who needs more is cut off.</summary>
    public long BytesMax { get; init; } = 60 * GiB;

    internal void Validate()
    {
        Invariant.That(BlockBytes is >= 1 << 10 and <= 16 << 20, "a block of events takes 1 KiB to 16 MiB");
        Invariant.That(FileBytes >= EventFileLayout.FirstBlockAt + 2L * BlockBytes, "an event file holds at least one block");
        Invariant.That(KeepFor > TimeSpan.Zero && KeepFor <= TimeSpan.FromDays(3650), "events are kept for a time between nothing and ten years");
        Invariant.That(KeepBytes >= 2 * FileBytes, "at least two event files are kept");
        Invariant.That(BytesMax >= KeepBytes, "as much is kept for a registered follower as for anybody");
    }
}
