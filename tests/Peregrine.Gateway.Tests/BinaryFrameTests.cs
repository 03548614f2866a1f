using Peregrine.Core;
using Peregrine.Gateway.Streams;

namespace Peregrine.Gateway.Tests;

public sealed class BinaryFrameTests
{
    [Fact]
    public void Fields_are_read_in_their_order_little_endian()
    {
        var frame = new BinaryFrame([1, 2, 0, 3, 0, 0, 0, 0xff, 4, 0, 0, 0, 0, 0, 0, 0, 1, (byte)'a']);
        Assert.Equal((1, 2, 3u, Side.Sell, 4L, "a"), (frame.U8(), frame.U16(), frame.U32(), frame.Side(), frame.I64(), frame.ClientId().ToString()));
        frame.End();
        Assert.Equal(FrameFault.None, frame.Fault);
    }

    [Fact]
    public void A_cut_is_told_with_its_place_and_everything_after_it_is_zero()
    {
        var frame = new BinaryFrame([1, 2, 3]);
        frame.U8();
        Assert.Equal(0, frame.I64());
        Assert.Equal((FrameFault.Length, 1, (byte)0), (frame.Fault, frame.At, frame.U8()));
    }

    [Fact]
    public void What_stands_for_nothing_is_told_with_its_place()
    {
        var side = new BinaryFrame([0, 0]);
        side.U8();
        side.Side();
        Assert.Equal((FrameFault.Value, 1), (side.Fault, side.At));
        var member = new BinaryFrame([9]);
        member.Member(1, 4);
        Assert.Equal((FrameFault.Value, 0), (member.Fault, member.At));
        var flags = new BinaryFrame([128, 0]);
        flags.Flags(OrderFlags.PostOnly);
        Assert.Equal(FrameFault.Value, flags.Fault);
        var name = new BinaryFrame([2, (byte)'a', (byte)'!']);
        name.ClientId();
        Assert.Equal((FrameFault.ClientId, 0), (name.Fault, name.At));
        var rest = new BinaryFrame([1, 2]);
        rest.U8();
        rest.End();
        Assert.Equal((FrameFault.Length, 1), (rest.Fault, rest.At));
    }
}
