using Peregrine.Core;

namespace Peregrine.Sequencer.Snapshots;

/// <summary>When snapshots are taken. They decide how long a start takes, and nothing else.</summary>
public sealed record SnapshotOptions
{
    /// <summary>After so many commands at the latest, once the shadow is near.</summary>
    public long EveryCommands { get; init; } = 10_000_000;

    /// <summary>After so much engine time at the latest, when there was any command.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long to wait before the next try when one could not be written.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>When the venue ends as it was asked to: the next start has nothing to replay.</summary>
    public bool OnStop { get; init; } = true;

    /// <summary>So many bytes are written at a time; between two of them the disk is the journal's.</summary>
    public int SliceBytes { get; init; } = 64 << 10;

    internal void Validate()
    {
        Invariant.That(EveryCommands > 0 && Every > TimeSpan.Zero && RetryAfter > TimeSpan.Zero, "snapshots are taken some time apart");
        Invariant.That(SliceBytes is >= 4096 and <= 4 << 20 && SliceBytes % 8 == 0, "a snapshot is written in slices of 4 KiB to 4 MiB");
    }
}
