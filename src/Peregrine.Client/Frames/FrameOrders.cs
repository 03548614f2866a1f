using System.Collections.Concurrent;
using Peregrine.Client.Orders;
using Peregrine.Client.Streams;
using Peregrine.Core;

namespace Peregrine.Client.Frames;

/// <summary>Orders as binary frames over a stream. Frames that wait for the socket together travel in one message.</summary>
public sealed class FrameOrders
{
    private const OrderFlags FlagsTaken = OrderFlags.PostOnly | OrderFlags.Slide | OrderFlags.ReduceOnly | OrderFlags.Protective | OrderFlags.CancelOnDisconnect;
    private readonly VenueStream _stream;
    private readonly ConcurrentBag<PendingAsk<FrameAnswer>> _free = [];

    internal FrameOrders(VenueStream stream) => _stream = stream;

    /// <exception cref="ArgumentException">A frame cannot say this.</exception>
    public ValueTask<Reply<FrameAnswer>> Place(in FramePlace order, CancellationToken stop = default)
    {
        Check(in order);
        if (_stream.Connection is not { } connection) return Unconnected();
        PendingAsk<FrameAnswer> ask = Rent(connection, out uint id);
        return connection.Say(Write(in order, stackalloc byte[FrameWriter.SizeMax], id), ask, id, stop);
    }

    /// <summary>Final: after its answer no fill follows.</summary>
    public ValueTask<Reply<FrameAnswer>> Cancel(OrderName name, CancellationToken stop = default)
    {
        if (_stream.Connection is not { } connection) return Unconnected();
        PendingAsk<FrameAnswer> ask = Rent(connection, out uint id);
        var frame = new FrameWriter(stackalloc byte[FrameWriter.SizeMax], FrameWriter.Cancel, id);
        frame.I64(name.Order.Value);
        frame.ClientId(name.ClientId);
        return connection.Say(frame.End(), ask, id, stop);
    }

    /// <summary>What is 0 stays.</summary>
    public ValueTask<Reply<FrameAnswer>> Amend(OrderName name, Ticks price, Lots qty, CancellationToken stop = default)
    {
        if (_stream.Connection is not { } connection) return Unconnected();
        PendingAsk<FrameAnswer> ask = Rent(connection, out uint id);
        var frame = new FrameWriter(stackalloc byte[FrameWriter.SizeMax], FrameWriter.Amend, id);
        frame.I64(name.Order.Value);
        frame.I64(price.Value);
        frame.I64(qty.Value);
        frame.ClientId(name.ClientId);
        return connection.Say(frame.End(), ask, id, stop);
    }

    /// <remarks><paramref name="market"/>: 0 for all.</remarks>
    public ValueTask<Reply<FrameAnswer>> CancelAll(ushort market = 0, CancellationToken stop = default)
    {
        if (_stream.Connection is not { } connection) return Unconnected();
        PendingAsk<FrameAnswer> ask = Rent(connection, out uint id);
        var frame = new FrameWriter(stackalloc byte[FrameWriter.SizeMax], FrameWriter.MassCancel, id);
        frame.U16(market);
        frame.Sign(default);
        // Resting orders, triggers and TWAPs.
        frame.U8(7);
        frame.U32(0);
        return connection.Say(frame.End(), ask, id, stop);
    }

    internal static ReadOnlySpan<byte> Write(in FramePlace order, Span<byte> into, uint correlation)
    {
        var frame = new FrameWriter(into, FrameWriter.Place, correlation);
        frame.U16(order.Market);
        frame.U8((byte)order.Type);
        frame.Sign(order.Side);
        frame.U8((byte)order.Tif);
        frame.U8((byte)order.Stp);
        frame.U16((ushort)order.Flags);
        frame.I64(order.Price.Value);
        frame.I64(order.Qty.Value);
        frame.U32(order.Label);
        frame.I32(order.MaxSlippagePpb);
        frame.I64(order.ExpiresAtNs);
        frame.ClientId(order.ClientId);
        return frame.End();
    }

    // A frame the venue cannot read costs the connection, so it is not sent.
    private static void Check(in FramePlace order)
    {
        bool isSound = order.Type is OrderType.Limit or OrderType.Market && order.Side is Side.Buy or Side.Sell && order.Tif is >= TimeInForce.Gtc and <= TimeInForce.Fok;
        if (!isSound || order.Stp > StpMode.Decrement || (order.Flags & ~FlagsTaken) != 0 || !order.ClientId.IsWellFormed())
            throw new ArgumentException("A frame has a limit or market order, a side, a time in force, and of flags only those that frames take.", nameof(order));
    }

    private static ValueTask<Reply<FrameAnswer>> Unconnected() => new(new Reply<FrameAnswer>(VenueStream.Unconnected));

    private PendingAsk<FrameAnswer> Rent(StreamConnection connection, out uint id)
    {
        var ask = PendingAsk<FrameAnswer>.Rent(_free, null, null);
        id = (uint)connection.Pending.Add(ask);
        return ask;
    }
}
