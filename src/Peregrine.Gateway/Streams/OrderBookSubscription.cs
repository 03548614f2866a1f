using System.Buffers;
using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.MarketData.Depth;

namespace Peregrine.Gateway.Streams;

/// <summary>A book, order by order, each named by its place in the queue and nothing else.</summary>
internal sealed class OrderBookSubscription(string name, DepthFold depth, MarketTerms market) : Subscription(name)
{
    private const int ChangesMax = 512;
    private static readonly Choices Changes = new Choices<BookChange>();
    private long _mdSeq = -1;

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Book(market.Id, BookInterval.Raw)];

    public override bool Write(JsonText json, long nowMs)
    {
        if (_mdSeq < 0)
        {
            WriteSnapshot(json);
            return true;
        }
        OrderChange[] changes = ArrayPool<OrderChange>.Shared.Rent(ChangesMax);
        int count = depth.Views.ReadChanges(market.Id, _mdSeq, changes.AsSpan(0, ChangesMax));
        if (count < 0) WriteSnapshot(json);
        else if (count > 0) WriteChanges(json, changes.AsSpan(0, count));
        ArrayPool<OrderChange>.Shared.Return(changes);
        return count != 0;
    }

    private void WriteChanges(JsonText json, ReadOnlySpan<OrderChange> changes)
    {
        ref readonly OrderChange last = ref changes[^1];
        Begin(json, "diff"u8, last.MdSeq, last.Seq, last.TimeNs).Name("prev"u8).Number(_mdSeq).Name("changes"u8).BeginArray();
        foreach (ref readonly OrderChange change in changes)
        {
            json.BeginObject().Name("change"u8).Plain(Changes.NameOf((int)change.Change)).Name("id"u8).Id(change.Priority);
            json.Name("side"u8).Plain(Words.Sides.NameOf((int)change.Side)).Name("price"u8).Decimal(change.Price.Value, market.Tick);
            json.Name("qty"u8).Decimal(change.Visible.Value, market.Lot).EndObject();
        }
        json.EndArray().EndObject();
        _mdSeq = last.MdSeq;
    }

    private void WriteSnapshot(JsonText json)
    {
        int room = depth.Views.OrderCount(market.Id) + 64;
        BookOrder[] orders;
        BookStamp stamp;
        while (true)
        {
            orders = ArrayPool<BookOrder>.Shared.Rent(room);
            stamp = depth.Views.ReadOrders(market.Id, orders);
            if (stamp.Bids + stamp.Asks < orders.Length) break;
            ArrayPool<BookOrder>.Shared.Return(orders);
            room *= 2;
        }
        Begin(json, "snapshot"u8, stamp.MdSeq, stamp.Seq, stamp.TimeNs).Name("orders"u8).BeginArray();
        foreach (ref readonly BookOrder order in orders.AsSpan(0, stamp.Bids + stamp.Asks))
        {
            json.BeginObject().Name("id"u8).Id(order.Priority).Name("side"u8).Plain(Words.Sides.NameOf((int)order.Side));
            json.Name("price"u8).Decimal(order.Price.Value, market.Tick).Name("qty"u8).Decimal(order.Visible.Value, market.Lot).EndObject();
        }
        json.EndArray().EndObject();
        ArrayPool<BookOrder>.Shared.Return(orders);
        _mdSeq = stamp.MdSeq;
    }

    private JsonText Begin(JsonText json, ReadOnlySpan<byte> type, long mdSeq, long seq, long timeNs) =>
        json.BeginObject().Name("ch"u8).Plain("l3"u8).Name("m"u8).Plain(market.Utf8).Name("type"u8).Plain(type)
            .Name("mdSeq"u8).Number(mdSeq).Name("seq"u8).Number(seq).Name("t"u8).Number(timeNs / 1_000_000);
}
