using Peregrine.Sequencer;
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
    /// <summary>Commands are submitted so much faster than they are worked off.</summary>
    public int SubmitPerStep { get; init; }
    public int GroupPerMille { get; init; }

    public static SimOptions Swarm(ref Rng rng) => new()
    {
        Disk = new DiskFaults
        {
            WriteFailsPerMille = Sometimes(ref rng, 20),
            FlushFailsPerMille = Sometimes(ref rng, 20),
            PowerFailsPerMille = Sometimes(ref rng, 15),
            FlushTakesNsMax = Sometimes(ref rng, 1000) * 100_000L,
            Tears = rng.PerMille(600),
            Garbles = rng.PerMille(500),
            CapacityBytes = rng.PerMille(250) ? 200_000 + rng.Below(400_000) : long.MaxValue,
        },
        Sequencer = new SequencerOptions
        {
            Journal = new() { SegmentBytes = 48 * 1024 + 1024 * rng.Below(100), GroupCommandsMax = 128, NewVenueId = rng.Next() },
            Writer = new() { GroupCommandsMax = rng.Between(66, 128), TickEveryNs = 1_000_000_000 },
            RingCommands = rng.PerMille(500) ? 128 : 512,
            EventRingBytes = 1 << 20,
            WaitersMax = rng.PerMille(300) ? 8 : 600,
        },
        KillPerMille = Sometimes(ref rng, 20),
        PowerCutPerMille = rng.Between(1, 20),
        ClockJumpPerMille = Sometimes(ref rng, 50),
        TendPerMille = rng.PerMille(300) ? 0 : rng.Between(10, 500),
        DispatchPerMille = rng.Between(50, 1000),
        SubmitPerStep = rng.PerMille(300) ? 40 : rng.Between(1, 10),
        GroupPerMille = Sometimes(ref rng, 200),
    };

    private static int Sometimes(ref Rng rng, int most) => rng.PerMille(500) ? 0 : rng.Between(1, most);
}
