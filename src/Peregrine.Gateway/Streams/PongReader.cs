using System.Buffers.Binary;

namespace Peregrine.Gateway.Streams;

/// <summary>Looks at a client's frames as their bytes pass, in pieces of any size, and hears the pongs that answer numbered pings. The socket above answers and drops pongs without a word.</summary>
internal sealed class PongReader(Action<long> hear)
{
    /// <summary>Of a whole ping frame: two bytes, a tag that keep-alives do not have, and the number.</summary>
    public const int PingBytes = 2 + PayloadBytes;

    private const int PayloadBytes = 9, MaskBytes = 4, HeadMax = 2 + 8 + MaskBytes;
    private const byte Whole = 0x80, Masked = 0x80, PingFrame = 9, PongFrame = 10, Tag = (byte)'p';
    private readonly byte[] _head = new byte[HeadMax];
    private readonly byte[] _payload = new byte[PayloadBytes];
    private int _headLength;
    private int _payloadLength;
    // Of the frame's payload, still to come.
    private ulong _left;
    private bool _isOurs;

    public static void WritePing(Span<byte> frame, long number)
    {
        (frame[0], frame[1], frame[2]) = (Whole | PingFrame, PayloadBytes, Tag);
        BinaryPrimitives.WriteInt64BigEndian(frame[3..], number);
    }

    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_left == 0) TakeHead(ref bytes);
            else TakePayload(ref bytes);
        }
    }

    private void TakeHead(ref ReadOnlySpan<byte> bytes)
    {
        _head[_headLength++] = bytes[0];
        bytes = bytes[1..];
        if (_headLength < 2 || _headLength < HeadBytes) return;
        _left = (_head[1] & 127) switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(_head.AsSpan(2)),
            127 => BinaryPrimitives.ReadUInt64BigEndian(_head.AsSpan(2)),
            var brief => (ulong)brief,
        };
        _isOurs = _head[0] == (Whole | PongFrame) && _left == PayloadBytes && (_head[1] & Masked) != 0;
        _payloadLength = 0;
        if (_left == 0) _headLength = 0;
    }

    private int HeadBytes => 2 + (_head[1] & 127) switch { 126 => 2, 127 => 8, _ => 0 } + ((_head[1] & Masked) != 0 ? MaskBytes : 0);

    private void TakePayload(ref ReadOnlySpan<byte> bytes)
    {
        int taken = (int)Math.Min(_left, (ulong)bytes.Length);
        if (_isOurs)
        {
            bytes[..taken].CopyTo(_payload.AsSpan(_payloadLength));
            _payloadLength += taken;
        }
        bytes = bytes[taken..];
        _left -= (ulong)taken;
        if (_left > 0) return;
        if (_isOurs) Hear(_head.AsSpan(_headLength - MaskBytes, MaskBytes));
        _headLength = 0;
    }

    private void Hear(ReadOnlySpan<byte> mask)
    {
        for (int i = 0; i < PayloadBytes; i++) _payload[i] ^= mask[i % MaskBytes];
        if (_payload[0] == Tag) hear(BinaryPrimitives.ReadInt64BigEndian(_payload.AsSpan(1)));
    }
}
