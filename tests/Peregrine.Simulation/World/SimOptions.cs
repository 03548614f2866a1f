using Peregrine.Sequencer;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Simulation.Disk;

namespace Peregrine.Simulation.World;

/// <summary>What goes wrong in one run, and how often. Drawn by seed: most faults are off, the rest at wild rates, so that each run is about something.</summary>
internal sealed record SimOptions
{
    public required DiskFaults Disk { get; init; }
    public required SequencerOptions Sequencer { get; init; }
    /// <summary>The process is killed between two steps: what was written stays, what was in memory is gone.</summary>
    public int KillPerMille { get; init; }
    public int PowerCutPerMille { get; init; }
    public int ClockJumpPerMille { get; init; }
    public int TendPerMille { get; init; }
    public int DispatchPerMille { get; init; }
    /// <summary>Steps that the shadow, the snapshots' keeper and the fold get for one of the writer, in thousandths.</summary>
    public int ShadowPerMille { get; init; }
    public int SnapshotPerMille { get; init; }
    public int FoldPerMille { get; init; }
    /// <summary>At a crash the newest of two snapshots loses a bit.</summary>
    public int RotPerMille { get; init; }
    /// <summary>Commands are submitted so much faster than they are worked off.</summary>
    public int SubmitPerStep { get; init; }
    public int GroupPerMille { get; init; }

    public static SimOptions Swarm(ref Rng rng) => new()
    {
        Disk = new DiskFaults
        {
            WriteFailsPerMille = Sometimes(ref rng, 20),
            FlushFailsPerMille = Sometimes(ref rng, 20),
            PowerFailsPerMille = Sometimes(ref rng, 8),
            FlushTakesNsMax = Sometimes(ref rng, 1000) * 100_000L,
            Tears = rng.PerMille(600),
            Garbles = rng.PerMille(500),
            CapacityBytes = rng.PerMille(250) ? 300_000 + rng.Below(600_000) : long.MaxValue,
        },
        Sequencer = new SequencerOptions
        {
            Journal = new() { SegmentBytes = 48 * 1024 + 1024 * rng.Below(100), GroupCommandsMax = 128, NewVenueId = rng.Next() },
            Writer = new() { GroupCommandsMax = rng.Between(66, 128), TickEveryNs = 1_000_000_000 },
            RingCommands = rng.PerMille(500) ? 128 : 512,
            EventRingBytes = 1 << 20,
            WaitersMax = rng.PerMille(300) ? 8 : 600,
            Events = Events(ref rng),
            Snapshots = new() { EveryCommands = rng.Between(10, 200), Every = TimeSpan.FromSeconds(rng.Between(1, 60)), RetryAfter = TimeSpan.FromSeconds(1), SliceBytes = 4096 },
            Shadow = new() { YieldsBelow = TimeSpan.FromMilliseconds(rng.PerMille(300) ? 0 : 250), TendsEvery = TimeSpan.FromMilliseconds(100) },
        },
        KillPerMille = Sometimes(ref rng, 20),
        PowerCutPerMille = rng.Between(1, rng.PerMille(500) ? 20 : 5),
        ClockJumpPerMille = Sometimes(ref rng, 50),
        TendPerMille = rng.PerMille(300) ? 0 : rng.Between(10, 500),
        DispatchPerMille = rng.Between(50, 1000),
        ShadowPerMille = rng.PerMille(200) ? rng.Between(20, 200) : rng.Between(1000, 4000),
        SnapshotPerMille = rng.PerMille(300) ? rng.Between(50, 500) : rng.Between(1000, 8000),
        FoldPerMille = rng.PerMille(300) ? rng.Between(1, 50) : rng.Between(100, 2000),
        RotPerMille = Sometimes(ref rng, 300),
        SubmitPerStep = rng.PerMille(300) ? 40 : rng.Between(1, 10),
        GroupPerMille = Sometimes(ref rng, 200),
    };

    // Small, so that files are finished, deleted and missed within a day.
    private static EventFileOptions Events(ref Rng rng)
    {
        long file = 8 * 1024 + 1024 * rng.Below(32);
        long keep = 2 * file + rng.Below(200_000);
        return new EventFileOptions { FileBytes = file, BlockBytes = 1024, KeepBytes = keep, BytesMax = keep + rng.Below(100_000), KeepFor = TimeSpan.FromDays(rng.PerMille(800) ? 7 : 1) };
    }

    private static int Sometimes(ref Rng rng, int most) => rng.PerMille(500) ? 0 : rng.Between(1, most);
}
