using System.Globalization;

namespace Peregrine.Sequencer.Journal;

/// <summary>What a crash left of a group that nobody was told of; cut off when the journal was opened.</summary>
public sealed record TornTail(string FileName, long Offset, long Bytes, long NextSeq, string Reason)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{FileName}: {Bytes} bytes cut at offset {Offset}, command {NextSeq} comes next ({Reason})");
}
