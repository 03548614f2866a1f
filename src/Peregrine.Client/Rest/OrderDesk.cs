using System.Globalization;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;
using Peregrine.Client.Orders;
using Peregrine.Core;

namespace Peregrine.Client.Rest;

/// <summary>Orders over HTTP.</summary>
public sealed class OrderDesk
{
    private readonly RestLine _line;

    internal OrderDesk(RestLine line) => _line = line;

    public ValueTask<Reply<OrderReceipt>> Place(OrderTicket order, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", "/orders");
        OrderWriter.Write(exchange.Json, order);
        return _line.Send(exchange, OrderReceipt.Read, order.Market, stop);
    }

    public ValueTask<Reply<OrderReceipt>> Amend(OrderName name, OrderChange change, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("PATCH", "/orders/" + name.InPath);
        OrderWriter.Write(exchange.Json, in change);
        return _line.Send(exchange, OrderReceipt.Read, change.Market, stop);
    }

    /// <summary>Final: after its answer no fill follows.</summary>
    public ValueTask<Reply<OrderReceipt>> Cancel(OrderName name, CancellationToken stop = default) =>
        _line.Send(_line.Rent("DELETE", "/orders/" + name.InPath), OrderReceipt.Read, null, stop);

    public ValueTask<Reply<OrderReceipt>> CancelAll(CancelFilter filter = default, CancellationToken stop = default) =>
        _line.Send(_line.Rent("DELETE", "/orders" + Query(in filter)), OrderReceipt.Read, null, stop);

    /// <summary>Up to fifty, each on its own: one of the answers for each in order.</summary>
    public ValueTask<Reply<Reply<OrderReceipt>[]>> Batch(IReadOnlyList<BatchItem> items, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", "/orders/batch");
        WriteBatch(exchange.Json, items);
        return _line.Send(exchange, BatchReader.Read, items, stop);
    }

    /// <summary>Cancels what the account has when nothing is heard of it for so long; 0 disarms.</summary>
    public ValueTask<Reply<Done>> DeadMan(TimeSpan timeout, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("PUT", "/dead-man");
        exchange.Json.BeginObject().Name("timeout"u8).Number((long)timeout.TotalMilliseconds).EndObject();
        return _line.Send(exchange, AccountDesk.ReadDone, null, stop);
    }

    public ValueTask<Reply<Done>> Leverage(MarketTerms market, int leverage, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", $"/positions/{market.Name}/leverage");
        exchange.Json.BeginObject().Name("leverage"u8).Number(leverage).EndObject();
        return _line.Send(exchange, AccountDesk.ReadDone, null, stop);
    }

    /// <summary>Lets the slices of a TWAP pass.</summary>
    public ValueTask<Reply<Done>> Pause(OrderName twap, CancellationToken stop = default) => _line.Send(_line.Rent("POST", $"/orders/{twap.InPath}/pause"), AccountDesk.ReadDone, null, stop);

    public ValueTask<Reply<Done>> Resume(OrderName twap, CancellationToken stop = default) => _line.Send(_line.Rent("POST", $"/orders/{twap.InPath}/resume"), AccountDesk.ReadDone, null, stop);

    public ValueTask<Reply<Done>> Mode(MarketTerms market, MarginMode mode, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", $"/positions/{market.Name}/margin-mode");
        exchange.Json.BeginObject().Name("mode"u8).Plain(mode == MarginMode.Isolated ? "isolated"u8 : "cross"u8).EndObject();
        return _line.Send(exchange, AccountDesk.ReadDone, null, stop);
    }

    /// <summary>From cash into the pot of an isolated position.</summary>
    public ValueTask<Reply<Done>> AddMargin(MarketTerms market, Micros amount, CancellationToken stop = default) => Move(_line.Rent("POST", $"/positions/{market.Name}/add-margin"), amount, stop);

    /// <summary>Out of the pot, as far as the position can spare it.</summary>
    public ValueTask<Reply<Done>> RemoveMargin(MarketTerms market, Micros amount, CancellationToken stop = default) => Move(_line.Rent("POST", $"/positions/{market.Name}/remove-margin"), amount, stop);

    /// <summary>Market-maker protection: so much filled within a window takes every quote away and lets none in for a while.</summary>
    public ValueTask<Reply<Done>> Protect(MarketTerms market, Lots qty, TimeSpan window, TimeSpan freeze, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("PUT", $"/positions/{market.Name}/protection");
        exchange.Json.BeginObject().Name("qty"u8).Decimal(qty.Value, market.Lot).Name("window"u8).Number((long)window.TotalMilliseconds);
        exchange.Json.Name("freeze"u8).Number((long)freeze.TotalMilliseconds).EndObject();
        return _line.Send(exchange, AccountDesk.ReadDone, null, stop);
    }

    private ValueTask<Reply<Done>> Move(Exchange exchange, Micros amount, CancellationToken stop)
    {
        exchange.Json.BeginObject().Name("amount"u8).Decimal(amount.Value, Grid.Micros).EndObject();
        return _line.Send(exchange, AccountDesk.ReadDone, null, stop);
    }

    internal static void WriteBatch(JsonOut json, IReadOnlyList<BatchItem> items)
    {
        json.BeginObject().Name("commands"u8).BeginArray();
        for (int i = 0; i < items.Count; i++)
        {
            BatchItem item = items[i];
            OrderWriter.Write(json, in item);
        }
        json.EndArray().EndObject();
    }

    private static string Query(in CancelFilter filter)
    {
        List<string> parts = [];
        if (filter.Market is { } market) parts.Add("market=" + market.Name);
        if (filter.Side != 0) parts.Add(filter.Side == Side.Buy ? "side=buy" : "side=sell");
        if (filter.Label != 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"label={filter.Label}"));
        if (!filter.Group.IsNone) parts.Add(string.Create(CultureInfo.InvariantCulture, $"group={filter.Group.Value}"));
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}
