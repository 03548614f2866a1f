using System.Buffers;
using Peregrine.Client.Frames;
using Peregrine.Core;

namespace Peregrine.Bench.Load;

/// <summary>Orders as binary frames; those that leave together are one message.</summary>
internal sealed class FrameLane(LaneUser user, int window, Mix mix, Action<Outcome, TimeSpan> tell) : SocketLane(user, window, mix, tell)
{
    private const int MessageMax = 32 * 1024;
    private readonly LaneUser _user = user;
    private readonly ArrayBufferWriter<byte> _frames = new();
    // The message whose frames are taken one by one.
    private readonly ArrayBufferWriter<byte> _message = new();
    private int _at;

    protected override void Write(int slot, in Wish wish, ArrayBufferWriter<byte> into)
    {
        Span<byte> room = _frames.GetSpan(FrameWriter.SizeMax);
        if (wish.IsCancel)
        {
            var cancel = new FrameWriter(room, FrameWriter.Cancel, (uint)slot);
            cancel.I64(wish.Cancels.Value);
            cancel.ClientId(default);
            _frames.Advance(cancel.End().Length);
        }
        else
        {
            var place = new FramePlace { Market = _user.Market.Id, Type = OrderType.Limit, Side = wish.Side, Tif = wish.Tif, Price = wish.Price, Qty = wish.Qty };
            _frames.Advance(FrameOrders.Write(in place, room, (uint)slot).Length);
        }
        if (_frames.WrittenCount > MessageMax) Seal(into);
    }

    protected override void Seal(ArrayBufferWriter<byte> into)
    {
        if (_frames.WrittenCount == 0) return;
        Message(into, _frames.WrittenSpan, isBinary: true);
        _frames.ResetWrittenCount();
    }

    protected override bool TryRead(ref ReadOnlySpan<byte> bytes, out Answered answered)
    {
        answered = new Answered(-1, Outcome.Wrong, default);
        if (_at == _message.WrittenCount)
        {
            if (!TryFrame(ref bytes, out ReadOnlySpan<byte> message, out bool isBinary)) return false;
            if (!isBinary) return true;
            _message.ResetWrittenCount();
            _message.Write(message);
            _at = 0;
        }
        ReadOnlySpan<byte> frames = _message.WrittenSpan[_at..];
        if (!FrameReader.TryNext(ref frames, out uint correlation, out FrameAnswer answer, out bool isMalformed) || isMalformed)
            throw new IOException("The venue could not read a frame, or sent one that cannot be read.");
        _at = _message.WrittenCount - frames.Length;
        answered = new Answered((int)correlation, Judge(in answer), answer.Order);
        return true;
    }

    private static Outcome Judge(in FrameAnswer answer) => answer.Code switch
    {
        RejectCode.None => answer.Seq > 0 ? Outcome.Done : Outcome.Wrong,
        RejectCode.Busy => Outcome.Busy,
        RejectCode.InDoubt => Outcome.Wrong,
        _ => Outcome.Refused,
    };
}
