using System.Globalization;
using Peregrine.Core;

namespace Peregrine.Sequencer.Journal;

/// <summary>A segment that is in use, as its header tells it.</summary>
internal sealed class Segment(string name, in SegmentHeader header)
{
    /// <summary>Behind the name of a segment that was given up and not deleted.</summary>
    public const string Archived = ".archived";

    private const string Extension = ".journal";

    private readonly SegmentHeader _header = header;

    public string Name => name;

    public ref readonly SegmentHeader Header => ref _header;

    /// <summary>True when this segment says that no replay applies the command.</summary>
    public bool Skips(long seq) => seq >= _header.SkippedSeq && seq < _header.SkippedSeq + _header.SkippedCount;

    public static string NameOf(long number) => number.ToString("D8", CultureInfo.InvariantCulture) + Extension;

    public static bool IsName(string name) => name.EndsWith(Extension, StringComparison.Ordinal);

    public static SegmentHeader ReadHeader(IStorageFile file)
    {
        SegmentHeader header = default;
        file.Read(0, System.Runtime.InteropServices.MemoryMarshal.AsBytes(new Span<SegmentHeader>(ref header)));
        return header;
    }
}
