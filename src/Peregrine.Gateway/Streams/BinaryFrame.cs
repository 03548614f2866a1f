using System.Buffers.Binary;
using Peregrine.Core;

namespace Peregrine.Gateway.Streams;

internal enum FrameKind : byte
{
    Place = 1,
    Cancel = 2,
    Amend = 3,
    MassCancel = 4,
    Ping = 5,
    Done = 129,
    Refused = 130,
    Pong = 131,
    Malformed = 132,
}

/// <summary>What is wrong with a binary frame.</summary>
internal enum FrameFault : byte
{
    None = 0,
    /// <summary>The length does not fit the kind or the message.</summary>
    Length = 1,
    Kind = 2,
    Version = 3,
    /// <summary>A number stands for nothing.</summary>
    Value = 4,
    ClientId = 5,
}

/// <summary>Reads one binary frame field by field. The first field that is not there or not sound is remembered with its place.</summary>
internal ref struct BinaryFrame(ReadOnlySpan<byte> bytes)
{
    public const int HeaderSize = 8;
    public const byte Version = 1;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int At { get; private set; }

    public FrameFault Fault { get; private set; }

    /// <summary>Of the frame that a message goes on with; 0 where what it says is none, or is not all there.</summary>
    public static int LengthOf(ReadOnlySpan<byte> message)
    {
        int length = message.Length < HeaderSize ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(message);
        return length < HeaderSize || length > message.Length ? 0 : length;
    }

    public byte U8() => Room(1) ? _bytes[At++] : (byte)0;

    public ushort U16() => Room(2) ? BinaryPrimitives.ReadUInt16LittleEndian(Next(2)) : (ushort)0;

    public uint U32() => Room(4) ? BinaryPrimitives.ReadUInt32LittleEndian(Next(4)) : 0;

    public int I32() => Room(4) ? BinaryPrimitives.ReadInt32LittleEndian(Next(4)) : 0;

    public long I64() => Room(8) ? BinaryPrimitives.ReadInt64LittleEndian(Next(8)) : 0;

    /// <summary>+1 buys, −1 sells; 0 where both may be meant.</summary>
    public Side Side(bool mayBeBoth = false)
    {
        int start = At;
        switch (unchecked((sbyte)U8()))
        {
            case 1: return Core.Side.Buy;
            case -1: return Core.Side.Sell;
            case 0 when mayBeBoth: return 0;
            default:
                Refuse(FrameFault.Value, start);
                return 0;
        }
    }

    /// <summary>A value of an enumeration whose members lie between two numbers without holes.</summary>
    public byte Member(byte first, byte last)
    {
        int start = At;
        byte value = U8();
        if (value < first || value > last) Refuse(FrameFault.Value, start);
        return value;
    }

    /// <summary>Flags, of which only some are taken.</summary>
    public OrderFlags Flags(OrderFlags taken)
    {
        int start = At;
        var flags = (OrderFlags)U16();
        if ((flags & ~taken) != 0) Refuse(FrameFault.Value, start);
        return flags;
    }

    /// <summary>Its length and its characters.</summary>
    public ClientOrderId ClientId()
    {
        ClientOrderId id = default;
        int start = At;
        int length = U8();
        if (length > ClientOrderId.LengthMax || !Room(length))
        {
            Refuse(FrameFault.ClientId, start);
            return default;
        }
        Span<byte> into = id;
        into[0] = (byte)length;
        Next(length).CopyTo(into[1..]);
        if (!id.IsWellFormed()) Refuse(FrameFault.ClientId, start);
        return id;
    }

    /// <summary>Nothing may follow.</summary>
    public void End()
    {
        if (At != _bytes.Length) Refuse(FrameFault.Length, At);
    }

    private ReadOnlySpan<byte> Next(int length)
    {
        ReadOnlySpan<byte> next = _bytes.Slice(At, length);
        At += length;
        return next;
    }

    private bool Room(int length)
    {
        if (Fault != FrameFault.None) return false;
        if (_bytes.Length - At >= length) return true;
        Refuse(FrameFault.Length, At);
        return false;
    }

    private void Refuse(FrameFault fault, int at)
    {
        if (Fault != FrameFault.None) return;
        (Fault, At) = (fault, at);
    }
}
