namespace Peregrine.Sandbox;

/// <summary>What simulated prices go through.</summary>
public enum Scenario : byte
{
    /// <summary>Quiet, trending and nervous hours in turn.</summary>
    Calm = 1,
    /// <summary>Wide swings around where it began.</summary>
    Chop = 2,
    /// <summary>A minute of calm, then a fall of 15 to 25 % within minutes with sudden gaps, and half of it won back.</summary>
    Crash = 3,
    /// <summary>The same upwards: who is short is squeezed out.</summary>
    Squeeze = 4,
}
