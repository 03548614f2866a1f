namespace Peregrine.Core;

/// <summary>Engine time. Only the sequencer reads it; everybody else is told the time by commands.</summary>
public interface IClock
{
    long NowNs { get; }
}
