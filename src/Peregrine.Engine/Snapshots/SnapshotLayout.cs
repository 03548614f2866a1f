using System.Numerics;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Engine.Snapshots;

/// <summary>What stands between the records: a header, a frame before each block, a footer. Everything is a multiple of eight bytes.</summary>
internal static class SnapshotLayout
{
    /// <summary>"PEREGSNP" and "PEREGEND" as they read in the file.</summary>
    public const ulong HeaderMagic = 0x504E_5347_4552_4550;
    public const ulong FooterMagic = 0x444E_4547_4552_4550;
    public const int FormatVersion = 1;

    /// <summary>Records of one block, at most: what is checked before any of it is used, and the only buffer that reading and writing need.</summary>
    public const int BlockBytes = 64 * 1024;

    /// <summary>CRC32C over eight-byte words.</summary>
    public static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes)) crc = BitOperations.Crc32C(crc, word);
        return crc;
    }
}

[StructLayout(LayoutKind.Sequential)]
internal struct SnapshotHeader
{
    public ulong Magic;
    public int FormatVersion;
    /// <summary>The rules under which the state came to be.</summary>
    public int RulesVersion;
    public long Seq;
    public long TimeNs;
    public ulong RollingHash;
    public Genesis Capacities;
    public uint Reserved;
    /// <summary>Of everything before it.</summary>
    public uint Crc;
}

/// <summary>Before every block of records of one kind. A kind's last block says so, and how many there were.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BlockFrame
{
    public EventKind Kind;
    public byte IsLast;
    public ushort RecordSize;
    /// <summary>Records in this block.</summary>
    public int Count;
    /// <summary>Records of this kind so far, this block's included.</summary>
    public long Total;
    public uint Reserved;
    /// <summary>Of the frame before it and of the records behind it.</summary>
    public uint Crc;
}

[StructLayout(LayoutKind.Sequential)]
internal struct SnapshotFooter
{
    public ulong Magic;
    public long Records;
    public ulong StateHash;
    public uint Reserved;
    public uint Crc;
}
