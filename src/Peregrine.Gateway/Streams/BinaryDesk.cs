using Peregrine.Core;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Streams;

/// <summary>Binary frames on a socket: the same commands without text. Layouts are in docs/api/frames.md.</summary>
internal sealed class BinaryDesk
{
    private const OrderFlags FlagsTaken = OrderFlags.PostOnly | OrderFlags.Slide | OrderFlags.ReduceOnly | OrderFlags.Protective | OrderFlags.CancelOnDisconnect;
    private readonly StreamSession _session;
    private readonly Gateway _gateway;
    private readonly BinaryAnswers _answers;
    private readonly PendingAnswers<uint> _pending;
    private readonly FramePurse _purse;
    private readonly Command[] _commands = new Command[1];
    // Of the message: its frames came at one time.
    private bool _hasExpired;

    public BinaryDesk(StreamSession session)
    {
        (_session, _gateway) = (session, session.Gateway);
        _answers = new BinaryAnswers(session);
        _pending = new(session.Commands, session.Ring, Answer);
        _purse = new FramePurse(_gateway.Limiter, session.Address);
    }

    /// <summary>Frames back to back; behind one that is none, nothing is looked at.</summary>
    public void Take(ReadOnlySpan<byte> message)
    {
        _hasExpired = _session.HasExpired;
        _purse.Fill(message, _session.Who);
        TakeFrames(message);
        _purse.Empty();
    }

    /// <summary>Writes the answers that have come.</summary>
    public void Tell() => _pending.Tell();

    private void TakeFrames(ReadOnlySpan<byte> message)
    {
        int offset = 0;
        while (offset < message.Length)
        {
            ReadOnlySpan<byte> rest = message[offset..];
            int length = BinaryFrame.LengthOf(rest);
            if (length == 0)
            {
                if (IsPaid(0, LimitClass.Reads)) _answers.Malformed(0, offset, FrameFault.Length);
                return;
            }
            if (!TakeFrame(rest[..length], offset)) return;
            offset += length;
        }
    }

    private bool TakeFrame(ReadOnlySpan<byte> bytes, int offset)
    {
        var frame = new BinaryFrame(bytes);
        frame.U16();
        var kind = (FrameKind)frame.U8();
        byte version = frame.U8();
        uint correlation = frame.U32();
        // Before anybody asks who says it or whether it can be read: what is refused costs its address as well.
        LimitClass door = version == BinaryFrame.Version ? StreamAccess.DoorOf(kind) : LimitClass.Reads;
        if (!IsPaid(correlation, door)) return true;
        if (version != BinaryFrame.Version)
        {
            _answers.Malformed(correlation, offset, FrameFault.Version);
            return false;
        }
        if (kind == FrameKind.Ping)
        {
            _answers.Pong(correlation, frame.I64(), (_gateway.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100);
            return true;
        }
        LimitClass? limitClass = Read(ref frame, kind);
        if (limitClass is null || frame.Fault != FrameFault.None)
        {
            _answers.Malformed(correlation, offset + frame.At, limitClass is null ? FrameFault.Kind : frame.Fault);
            return false;
        }
        Submit(correlation, kind, door, limitClass.Value);
        return true;
    }

    private LimitClass? Read(ref BinaryFrame frame, FrameKind kind)
    {
        LimitClass? limitClass = kind switch
        {
            FrameKind.Place => ReadPlace(ref frame),
            FrameKind.Cancel => ReadCancel(ref frame),
            FrameKind.Amend => ReadAmend(ref frame),
            FrameKind.MassCancel => ReadMassCancel(ref frame),
            _ => null,
        };
        if (limitClass is not null) frame.End();
        return limitClass;
    }

    private LimitClass ReadPlace(ref BinaryFrame frame)
    {
        ref PlaceOrder order = ref Command.Begin<PlaceOrder>(ref _commands[0], _session.Who.Account, _session.Who.Key);
        order.Market = frame.U16();
        order.Type = (OrderType)frame.Member(1, 2);
        order.Side = frame.Side();
        order.Tif = (TimeInForce)frame.Member(1, 4);
        order.Stp = (StpMode)frame.Member(0, 4);
        order.Flags = frame.Flags(FlagsTaken);
        order.Price = new Ticks(frame.I64());
        order.Qty = new Lots(frame.I64());
        order.Label = frame.U32();
        order.SlipPpb = frame.I32();
        order.RequestExpiresNs = frame.I64();
        order.ClientId = frame.ClientId();
        if ((order.Flags & OrderFlags.CancelOnDisconnect) != 0)
        {
            order.Session = _session.Number;
            _session.Bind();
        }
        return (order.Flags & OrderFlags.ReduceOnly) != 0 ? LimitClass.Exits : LimitClass.Orders;
    }

    private LimitClass ReadCancel(ref BinaryFrame frame)
    {
        ref CancelOrder cancel = ref Command.Begin<CancelOrder>(ref _commands[0], _session.Who.Account, _session.Who.Key);
        (cancel.Order, cancel.ClientId) = (new OrderId(frame.I64()), frame.ClientId());
        return LimitClass.Exits;
    }

    private LimitClass ReadAmend(ref BinaryFrame frame)
    {
        ref AmendOrder amend = ref Command.Begin<AmendOrder>(ref _commands[0], _session.Who.Account, _session.Who.Key);
        (amend.Order, amend.Price, amend.Qty, amend.ClientId) = (new OrderId(frame.I64()), new Ticks(frame.I64()), new Lots(frame.I64()), frame.ClientId());
        return LimitClass.Orders;
    }

    private LimitClass ReadMassCancel(ref BinaryFrame frame)
    {
        ref MassCancel cancel = ref Command.Begin<MassCancel>(ref _commands[0], _session.Who.Account, _session.Who.Key);
        (cancel.Market, cancel.Side, cancel.Scope, cancel.Label) = (frame.U16(), frame.Side(mayBeBoth: true), (CancelScope)frame.Member(1, 7), frame.U32());
        return LimitClass.Exits;
    }

    private bool IsPaid(uint correlation, LimitClass door)
    {
        Charge charge = _purse.Door(door);
        if (!charge.IsPaid) _answers.Refused(correlation, RejectCode.Busy, (uint)charge.RetryInMs);
        return charge.IsPaid;
    }

    private void Submit(uint correlation, FrameKind kind, LimitClass door, LimitClass limitClass)
    {
        AllowedActions needs = StreamAccess.NeedsOf(kind);
        // What may only reduce places orders that say so.
        if (kind == FrameKind.Place && limitClass == LimitClass.Orders) needs &= ~AllowedActions.ReduceOnly;
        if (_hasExpired || (_session.Who.Actions & needs) == 0)
        {
            _answers.Refused(correlation, RejectCode.NotPermitted, 0);
            return;
        }
        Charge charge = _purse.Body(door, limitClass);
        if (charge.IsPaid) _pending.Submit(_commands, correlation);
        else _answers.Refused(correlation, RejectCode.Busy, (uint)charge.RetryInMs);
    }

    private void Answer(uint correlation, CommandReceipt receipt)
    {
        if (receipt.Seq == 0) _answers.Refused(correlation, receipt.Code, (uint)receipt.RetryAfterMs);
        else _answers.Done(correlation, in receipt);
    }
}
