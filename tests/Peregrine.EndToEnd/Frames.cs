using System.Buffers.Binary;
using System.Text;

namespace Peregrine.EndToEnd;

/// <summary>Binary frames, written as the documents lay them out.</summary>
internal static class Frames
{
    public static byte[] Place(uint correlation, ushort market, sbyte side, long price, long qty, string clientId, ushort flags = 0) => Frame(1, correlation, w =>
    {
        w.Write(market);
        w.Write((byte)1);
        w.Write(side);
        w.Write((byte)1);
        w.Write((byte)0);
        w.Write(flags);
        w.Write(price);
        w.Write(qty);
        w.Write(0u);
        w.Write(0);
        w.Write(0L);
        Name(w, clientId);
    });

    public static byte[] Cancel(uint correlation, long order, string clientId) => Frame(2, correlation, w =>
    {
        w.Write(order);
        Name(w, clientId);
    });

    public static byte[] Amend(uint correlation, long order, long price, long qty) => Frame(3, correlation, w =>
    {
        w.Write(order);
        w.Write(price);
        w.Write(qty);
        Name(w, "");
    });

    public static byte[] MassCancel(uint correlation, ushort market) => Frame(4, correlation, w =>
    {
        w.Write(market);
        w.Write((sbyte)0);
        w.Write((byte)7);
        w.Write(0u);
    });

    public static byte[] Ping(uint correlation, long nonce) => Frame(5, correlation, w => w.Write(nonce));

    public static uint Correlation(byte[] frame) => BinaryPrimitives.ReadUInt32LittleEndian(frame.AsSpan(4));

    private static void Name(BinaryWriter writer, string name)
    {
        writer.Write((byte)name.Length);
        writer.Write(Encoding.ASCII.GetBytes(name));
    }

    private static byte[] Frame(byte kind, uint correlation, Action<BinaryWriter> body)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write((ushort)0);
        writer.Write(kind);
        writer.Write((byte)1);
        writer.Write(correlation);
        body(writer);
        byte[] frame = bytes.ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(frame, (ushort)frame.Length);
        return frame;
    }
}
