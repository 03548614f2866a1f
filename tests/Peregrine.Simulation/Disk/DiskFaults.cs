namespace Peregrine.Simulation.Disk;

/// <summary>What the disk does wrong and how often. All zero: it behaves, until the power fails.</summary>
internal sealed record DiskFaults
{
    public static readonly DiskFaults None = new();

    public int WriteFailsPerMille { get; init; }
    public int FlushFailsPerMille { get; init; }
    /// <summary>No file can be opened or made: the process has all the handles it may have.</summary>
    public bool LacksHandles { get; init; }
    public int PowerFailsPerMille { get; init; }
    /// <summary>A flush takes a while: the simulated clock moves by up to so much.</summary>
    public long FlushTakesNsMax { get; init; }
    /// <summary>Sectors of one unflushed write reach the disk in any order, so that a later one may be there and an earlier one not.</summary>
    public bool Tears { get; init; }
    /// <summary>What was on its way when the power failed may also have become noise.</summary>
    public bool Garbles { get; init; }
    public long CapacityBytes { get; init; } = long.MaxValue;
}
