using System.Collections.Concurrent;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;
using Peregrine.Client.Orders;
using Peregrine.Client.Rest;
using Peregrine.Core;

namespace Peregrine.Client.Streams;

/// <summary>Orders over a stream, any number under way at once. Nothing is sent twice: a BUSY is the caller's to repeat, a doubt is the caller's to ask about.</summary>
public sealed class StreamOrders
{
    private readonly VenueStream _stream;
    private readonly ConcurrentBag<PendingAsk<OrderReceipt>> _receipts = [];
    private readonly ConcurrentBag<PendingAsk<Reply<OrderReceipt>[]>> _batches = [];

    internal StreamOrders(VenueStream stream) => _stream = stream;

    public ValueTask<Reply<OrderReceipt>> Place(OrderTicket order, CancellationToken stop = default)
    {
        if (_stream.Connection is not { } connection) return new(new Reply<OrderReceipt>(VenueStream.Unconnected));
        var ask = PendingAsk<OrderReceipt>.Rent(_receipts, OrderReceipt.Read, order.Market);
        long id = connection.Pending.Add(ask);
        JsonOut json = StreamConnection.Begin(_stream.RentText(), id, "place"u8).Name("body"u8);
        OrderWriter.Write(json, order);
        return Say(connection, json, ask, id, stop);
    }

    public ValueTask<Reply<OrderReceipt>> Amend(OrderName name, OrderChange change, CancellationToken stop = default)
    {
        if (_stream.Connection is not { } connection) return new(new Reply<OrderReceipt>(VenueStream.Unconnected));
        var ask = PendingAsk<OrderReceipt>.Rent(_receipts, OrderReceipt.Read, change.Market);
        long id = connection.Pending.Add(ask);
        JsonOut json = StreamConnection.Begin(_stream.RentText(), id, "amend"u8).Name("order"u8).Text(name.ToString()).Name("body"u8);
        OrderWriter.Write(json, in change);
        return Say(connection, json, ask, id, stop);
    }

    /// <summary>Final: after its answer no fill follows.</summary>
    public ValueTask<Reply<OrderReceipt>> Cancel(OrderName name, CancellationToken stop = default)
    {
        if (_stream.Connection is not { } connection) return new(new Reply<OrderReceipt>(VenueStream.Unconnected));
        var ask = PendingAsk<OrderReceipt>.Rent(_receipts, OrderReceipt.Read, null);
        long id = connection.Pending.Add(ask);
        JsonOut json = StreamConnection.Begin(_stream.RentText(), id, "cancel"u8).Name("order"u8).Text(name.ToString());
        return Say(connection, json, ask, id, stop);
    }

    public ValueTask<Reply<OrderReceipt>> CancelAll(CancelFilter filter = default, CancellationToken stop = default)
    {
        if (_stream.Connection is not { } connection) return new(new Reply<OrderReceipt>(VenueStream.Unconnected));
        var ask = PendingAsk<OrderReceipt>.Rent(_receipts, OrderReceipt.Read, null);
        long id = connection.Pending.Add(ask);
        JsonOut json = StreamConnection.Begin(_stream.RentText(), id, "massCancel"u8).Name("body"u8);
        OrderWriter.Write(json, in filter);
        return Say(connection, json, ask, id, stop);
    }

    /// <summary>A firm, sealed quote in an auction that the market's <see cref="AuctionsFeed"/> told of; its id is the receipt's order.</summary>
    public ValueTask<Reply<OrderReceipt>> Quote(MarketTerms market, long auction, Ticks price, Lots qty, CancellationToken stop = default)
    {
        if (_stream.Connection is not { } connection) return new(new Reply<OrderReceipt>(VenueStream.Unconnected));
        var ask = PendingAsk<OrderReceipt>.Rent(_receipts, OrderReceipt.Read, market);
        long id = connection.Pending.Add(ask);
        JsonOut json = StreamConnection.Begin(_stream.RentText(), id, "quote"u8).Name("auction"u8).Id(auction).Name("body"u8).BeginObject();
        json.Name("market"u8).Plain(market.Utf8).Name("price"u8).Decimal(price.Value, market.Tick).Name("qty"u8).Decimal(qty.Value, market.Lot).EndObject();
        return Say(connection, json, ask, id, stop);
    }

    /// <summary>Up to fifty, each on its own: one of the answers for each in order.</summary>
    public ValueTask<Reply<Reply<OrderReceipt>[]>> Batch(IReadOnlyList<BatchItem> items, CancellationToken stop = default)
    {
        if (_stream.Connection is not { } connection) return new(new Reply<Reply<OrderReceipt>[]>(VenueStream.Unconnected));
        var ask = PendingAsk<Reply<OrderReceipt>[]>.Rent(_batches, BatchReader.Read, items);
        long id = connection.Pending.Add(ask);
        JsonOut json = StreamConnection.Begin(_stream.RentText(), id, "batch"u8).Name("body"u8);
        OrderDesk.WriteBatch(json, items);
        return Say(connection, json, ask, id, stop);
    }

    private ValueTask<Reply<T>> Say<T>(StreamConnection connection, JsonOut json, PendingAsk<T> ask, long id, CancellationToken stop)
    {
        ValueTask<Reply<T>> said = connection.Say(json, ask, id, stop);
        _stream.Return(json);
        return said;
    }
}
