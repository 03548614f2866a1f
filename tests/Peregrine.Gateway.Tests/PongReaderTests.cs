using System.Buffers.Binary;
using Peregrine.Gateway.Streams;

namespace Peregrine.Gateway;

public sealed class PongReaderTests
{
    private const byte Text = 1, Ping = 9, Pong = 10;

    [Fact]
    public void Numbered_pongs_are_heard_among_other_frames_however_their_bytes_are_cut()
    {
        byte[] bytes =
        [
            .. Frame(Text, new byte[5]), .. Pongs(7), .. Frame(Text, []), .. Frame(Ping, new byte[9]), .. Frame(Text, Payload(3)), .. Frame(Text, new byte[300]), .. Pongs(long.MaxValue),
            // A keep-alive's pong, one of the right length that is not ours, and one without a mask.
            .. Frame(Pong, new byte[8]), .. Frame(Pong, new byte[9]), 0x8a, 9, .. Payload(5), .. Frame(Text, new byte[70_000]), .. Pongs(8),
        ];
        for (int piece = 1; piece < 40; piece++)
        {
            List<long> heard = [];
            var reader = new PongReader(heard.Add);
            for (int at = 0; at < bytes.Length; at += piece) reader.Take(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
            Assert.Equal([7, long.MaxValue, 8], heard);
        }
    }

    [Fact]
    public void What_is_sent_back_to_a_ping_is_what_is_heard()
    {
        byte[] ping = new byte[PongReader.PingBytes];
        PongReader.WritePing(ping, 1234);
        Assert.Equal((0x89, 9), (ping[0], ping[1]));
        List<long> heard = [];
        new PongReader(heard.Add).Take(Frame(Pong, ping[2..]));
        Assert.Equal([1234], heard);
    }

    private static byte[] Pongs(long number) => Frame(Pong, Payload(number));

    private static byte[] Payload(long number)
    {
        byte[] payload = new byte[9];
        payload[0] = (byte)'p';
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(1), number);
        return payload;
    }

    // As clients send them: masked.
    private static byte[] Frame(byte kind, byte[] payload)
    {
        byte[] mask = [0x11, 0xa2, 0x33, 0xf4];
        byte[] length = payload.Length switch
        {
            < 126 => [(byte)(0x80 | payload.Length)],
            < 65_536 => [0x80 | 126, (byte)(payload.Length >> 8 & 255), (byte)(payload.Length & 255)],
            _ => [0x80 | 127, 0, 0, 0, 0, 0, (byte)(payload.Length >> 16 & 255), (byte)(payload.Length >> 8 & 255), (byte)(payload.Length & 255)],
        };
        return [(byte)(0x80 | kind), .. length, .. mask, .. payload.Select((b, i) => (byte)(b ^ mask[i % 4]))];
    }
}
