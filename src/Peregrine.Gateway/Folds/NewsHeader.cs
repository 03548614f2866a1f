using System.Runtime.InteropServices;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Folds;

/// <summary>The first bytes of a file of what accounts were told.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal struct NewsHeader
{
    public const int Size = 64;

    /// <summary>"PEREGNWS" as it reads in the file.</summary>
    private const ulong FileMagic = 0x5357_4E47_4552_4550;
    private const int Format = 1;

    public ulong Magic;
    public int FormatVersion;
    public int Reserved;
    /// <summary>How its messages are to be read.</summary>
    public ulong Shape;
    public ulong VenueId;
    /// <summary>No account in it was told anything behind this command by then.</summary>
    public long Cursor;
    /// <summary>Bytes between the header and the hash of everything before it, which ends the file.</summary>
    public long BodyBytes;

    public static NewsHeader Of(ulong venueId, long cursor) => new() { Magic = FileMagic, FormatVersion = Format, Shape = NewsShape.Number, VenueId = venueId, Cursor = cursor };

    /// <summary>Why a file that begins like this is not taken; null when nothing speaks against it so far.</summary>
    public readonly string? Fault(ulong venueId, long seq)
    {
        if (Magic != FileMagic) return "it does not begin like one";
        if (FormatVersion != Format || Shape != NewsShape.Number) return "another version of this program wrote it";
        if (VenueId != venueId) return "it belongs to another venue";
        return Cursor > seq ? $"it speaks of command {Cursor}, and the venue has come to {seq}" : null;
    }
}
