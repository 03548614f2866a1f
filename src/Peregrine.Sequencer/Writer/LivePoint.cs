namespace Peregrine.Sequencer.Writer;

/// <summary>The live engine between two groups.</summary>
/// <param name="Seq">The last command it applied; everybody was told of it.</param>
/// <param name="TimeNs">Of that command.</param>
/// <param name="Hash">Of all its events.</param>
internal readonly record struct LivePoint(long Seq, long TimeNs, ulong Hash);
