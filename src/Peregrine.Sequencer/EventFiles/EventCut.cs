using System.Globalization;

namespace Peregrine.Sequencer.EventFiles;

/// <summary>What the event files lost when they were opened. The events are written again as the commands are run again.</summary>
/// <param name="FileName">The file in which the first lost byte lies.</param>
/// <param name="Offset">Of that byte.</param>
/// <param name="LaterFiles">Files behind it that were deleted.</param>
/// <param name="NextSeq">The first command whose events are missing; 0 when nothing is left.</param>
/// <param name="Reason">Why reading stopped there.</param>
public sealed record EventCut(string FileName, long Offset, int LaterFiles, long NextSeq, string Reason)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{FileName}: cut at offset {Offset}, with {LaterFiles} files behind it; the events of command {NextSeq} come next ({Reason})");
}
