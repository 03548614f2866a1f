using System.Runtime.InteropServices;

namespace Peregrine.Sequencer.Journal;

/// <summary>Before the records that were flushed together.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal struct GroupHeader
{
    public const int Size = 64;

    public uint Magic;
    /// <summary>Commands in the group.</summary>
    public int Count;
    /// <summary>Of the records behind this header.</summary>
    public int Bytes;
    public int Reserved;
    public long FirstSeq;
    public long TimeNs;
    public long Epoch;
    /// <summary>The engine's rolling hash before the first of them.</summary>
    public ulong EventHash;
    /// <summary>Hash of the chain so far, this header up to here, and the records.</summary>
    public ulong Chain;
    public uint Reserved2;
    /// <summary>Of everything before it.</summary>
    public uint Crc;

    public readonly long LastSeq => FirstSeq + Count - 1;
}
