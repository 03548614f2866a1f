namespace Peregrine.Bench.Engine;

/// <summary>A venue that holds a given number of something, and what is done to it over and over. A pass leaves it as it found it.</summary>
internal interface IScenario
{
    /// <summary>Bytes of the records that the commands draw from: what the control reads.</summary>
    long Footprint { get; }

    ulong Checksum { get; }

    /// <summary>Runs one piece; the same number makes the same draws.</summary>
    void Run(int piece, PieceClock clock);
}
