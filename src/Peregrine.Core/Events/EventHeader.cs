using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>The 32 bytes before every event's body. An event's address is (<see cref="Seq"/>, <see cref="Index"/>).</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
public struct EventHeader
{
    public const int Size = 32;

    /// <summary>Header and body, a multiple of 8.</summary>
    public ushort Length;
    public EventKind Kind;
    public byte Version;
    /// <summary>Place among the events of its command, from 0.</summary>
    public int Index;
    public long Seq;
    public long TimeNs;
    /// <summary>Whom it concerns; 0 for nobody in particular.</summary>
    public int Account;
    public ushort Market;
    public ushort Reserved;
}
