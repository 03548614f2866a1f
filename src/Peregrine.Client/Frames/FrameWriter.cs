using System.Buffers.Binary;
using Peregrine.Core;

namespace Peregrine.Client.Frames;

/// <summary>Writes one binary frame, as docs/api/frames.md lays it out.</summary>
internal ref struct FrameWriter
{
    public const int SizeMax = 96;
    public const byte Place = 1, Cancel = 2, Amend = 3, MassCancel = 4;
    private const byte Version = 1;

    private readonly Span<byte> _into;
    private int _at;

    public FrameWriter(Span<byte> into, byte kind, uint correlation)
    {
        _into = into;
        _at = 8;
        (into[2], into[3]) = (kind, Version);
        BinaryPrimitives.WriteUInt32LittleEndian(into[4..], correlation);
    }

    public void U8(byte value) => _into[_at++] = value;

    public void U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_into[_at..], value);
        _at += 2;
    }

    public void I32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_into[_at..], value);
        _at += 4;
    }

    public void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_into[_at..], value);
        _at += 4;
    }

    public void I64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_into[_at..], value);
        _at += 8;
    }

    /// <summary>+1 buys, −1 sells, 0 is both.</summary>
    public void Sign(Side side) => U8(side == 0 ? (byte)0 : unchecked((byte)side.Sign()));

    public void ClientId(in ClientOrderId id)
    {
        ReadOnlySpan<byte> bytes = id;
        bytes[..(bytes[0] + 1)].CopyTo(_into[_at..]);
        _at += bytes[0] + 1;
    }

    /// <returns>The frame, its length filled in.</returns>
    public readonly ReadOnlySpan<byte> End()
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_into, (ushort)_at);
        return _into[.._at];
    }
}
