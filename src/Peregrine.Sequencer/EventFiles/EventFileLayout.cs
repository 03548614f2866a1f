using System.Globalization;

namespace Peregrine.Sequencer.EventFiles;

/// <summary>What the bytes of an event file mean; docs/events.md says the same for people.</summary>
internal static class EventFileLayout
{
    /// <summary>"PEREGEVT", "PEREGEVS" and "EBLK" as they read in the file.</summary>
    public const ulong FileMagic = 0x5456_4547_4552_4550;
    public const ulong SealMagic = 0x5356_4547_4552_4550;
    public const uint BlockMagic = 0x4B4C_4245;
    public const int FormatVersion = 1;

    /// <summary>The seal lies in a sector of its own, so that writing it cannot harm the header.</summary>
    public const int SealAt = 2048;
    public const int FirstBlockAt = 4096;

    private const string Extension = ".events";

    public static string NameOf(long number) => number.ToString("D8", CultureInfo.InvariantCulture) + Extension;

    public static bool IsName(string name) => name.EndsWith(Extension, StringComparison.Ordinal);
}
