using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Bench.Replay;

internal enum RecordKind : byte
{
    Limit = 1,
    ImmediateOrCancel = 2,
    Cancel = 3,
}

/// <summary>One command as it lies in the file: 16 bytes, little-endian.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal readonly struct Record(uint id, int price, uint lots, RecordKind kind, Side side)
{
    public readonly uint Id = id;
    public readonly int Price = price;
    public readonly uint Lots = lots;
    public readonly RecordKind Kind = kind;
    private readonly byte _side = (byte)(side - Side.Buy);
    private readonly ushort _reserved = 0;

    /// <summary>The file says 0 and 1 where the engine says 1 and 2.</summary>
    public Side Side => (Side)(_side + 1);

    public bool IsValid => Id != 0 && Price > 0 && _side <= 1 && _reserved == 0 && Kind switch
    {
        RecordKind.Limit or RecordKind.ImmediateOrCancel => Lots > 0,
        RecordKind.Cancel => true,
        _ => false,
    };
}
