namespace Peregrine.Simulation.Disk;

/// <summary>The machine is off from here on. Nothing in the program may catch it.</summary>
public sealed class PowerCut : Exception
{
    public PowerCut() : base("the power failed") { }
    public PowerCut(string message) : base(message) { }
    public PowerCut(string message, Exception inner) : base(message, inner) { }
}
