using System.Numerics;
using System.Runtime.InteropServices;

namespace Peregrine.Sequencer.Journal;

/// <summary>What a journal's bytes mean; docs/journal.md says the same for people. Little-endian, everything a multiple of eight bytes.</summary>
internal static class JournalLayout
{
    /// <summary>"PEREGJNL" and "PGRP" as they read in the file.</summary>
    public const ulong SegmentMagic = 0x4C4E_4A47_4552_4550;
    public const uint GroupMagic = 0x5052_4750;
    public const int FormatVersion = 1;

    /// <summary>Groups begin here; the header before them has a page of its own, which no later write touches.</summary>
    public const int FirstGroupAt = 4096;

    /// <summary>A record's checksum and length, before the command's bytes.</summary>
    public const int RecordPrefix = 8;

    /// <summary>The most a command takes: its prefix and a whole slot.</summary>
    public const int RecordMax = RecordPrefix + Core.Command.Size;

    /// <summary>CRC32C over eight-byte words.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes)) crc = BitOperations.Crc32C(crc, word);
        return ~crc;
    }
}
