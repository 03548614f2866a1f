using System.Text.Json;
using Peregrine.Client.Accounts;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Client.Streams;

/// <summary>An account as its private sequence tells it: orders, positions and balances that are kept, fills that are handed on. After a lost connection it goes on where it was.</summary>
public sealed class AccountFeed(MarketBoard markets) : StreamFeed
{
    private readonly Dictionary<OrderId, OrderInfo> _orders = [];
    private readonly Dictionary<string, PositionInfo> _positions = [];
    private readonly Dictionary<string, BalanceInfo> _balances = [];

    /// <summary>The newest step it has taken; −1 before the first snapshot.</summary>
    public long Seq { get; private set; } = -1;

    /// <summary>Held while a frame is taken: hold it to read what is kept from other threads than the stream's.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Orders that have not ended.</summary>
    public IReadOnlyDictionary<OrderId, OrderInfo> Orders => _orders;

    /// <summary>By market.</summary>
    public IReadOnlyDictionary<string, PositionInfo> Positions => _positions;

    /// <summary>By asset.</summary>
    public IReadOnlyDictionary<string, BalanceInfo> Balances => _balances;

    /// <summary>Only these of what an account is told; all of it when empty. Without orders, positions and balances none of them is kept.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Called on the stream's thread, in the order in which things happened.</summary>
    public Action<FillInfo>? Filled { get; set; }

    /// <summary>What funding took of a position; below 0 it gave.</summary>
    public Action<Micros>? Funded { get; set; }

    /// <summary>An order changed or ended.</summary>
    public Action<OrderInfo>? OrderChanged { get; set; }

    /// <summary>A step or a snapshot was taken whole.</summary>
    public Action<long>? Stepped { get; set; }

    /// <summary>The venue no longer keeps what came after <see cref="Seq"/>: what happened meanwhile is told by the snapshot that follows, fills are not.</summary>
    public Action? Gone { get; set; }

    internal override bool IsPrivate => true;

    internal override void WriteName(JsonOut json) => json.Name("ch"u8).Plain("account"u8);

    internal override void WriteFrom(JsonOut json)
    {
        if (Seq >= 0) json.Name("from"u8).Number(Seq);
        if (Topics.Count == 0) return;
        json.Name("topics"u8).BeginArray();
        foreach (string topic in Topics) json.Text(topic);
        json.EndArray();
    }

    internal override bool Owns(in FrameName name) => name.Channel.SequenceEqual("account"u8);

    internal override bool Take(ref Utf8JsonReader frame)
    {
        lock (Gate)
        {
            (FrameKind kind, long seq, long prev) = Head(frame);
            switch (kind)
            {
                case FrameKind.Snapshot:
                    TakeSnapshot(ref frame);
                    break;
                case FrameKind.Gone:
                    Seq = -1;
                    Gone?.Invoke();
                    return true;
                case FrameKind.Step when Seq < 0 || seq <= Seq:
                    // Of a subscription before this one, or told twice.
                    return true;
                case FrameKind.Step when prev != Seq:
                    return false;
                case FrameKind.Step:
                    TakeStep(ref frame);
                    break;
                default:
                    return true;
            }
            Seq = seq;
            Stepped?.Invoke(seq);
            return true;
        }
    }

    private static (FrameKind Kind, long Seq, long Prev) Head(Utf8JsonReader ahead)
    {
        (FrameKind Kind, long Seq, long Prev) head = default;
        while (JsonIn.NextField(ref ahead))
        {
            if (ahead.ValueTextEquals("type"u8)) head.Kind = JsonIn.Name<FrameKind>(ref ahead);
            else if (ahead.ValueTextEquals("seq"u8)) head.Seq = JsonIn.Number(ref ahead);
            else if (ahead.ValueTextEquals("prev"u8)) head.Prev = JsonIn.Number(ref ahead);
            else JsonIn.Skip(ref ahead);
        }
        return head;
    }

    private void TakeSnapshot(ref Utf8JsonReader frame)
    {
        _orders.Clear();
        _positions.Clear();
        _balances.Clear();
        while (JsonIn.NextField(ref frame))
        {
            int what = frame.ValueTextEquals("orders"u8) ? 1 : frame.ValueTextEquals("positions"u8) ? 2 : frame.ValueTextEquals("balances"u8) ? 3 : 0;
            if (what == 0)
            {
                JsonIn.Skip(ref frame);
                continue;
            }
            JsonIn.Begin(ref frame, JsonTokenType.StartArray);
            while (JsonIn.NextItem(ref frame))
            {
                if (what == 1) Keep(OrderInfo.Read(ref frame, markets));
                else if (what == 2) Keep(PositionInfo.Read(ref frame, markets));
                else Keep(BalanceInfo.Read(ref frame, null));
            }
        }
    }

    private void TakeStep(ref Utf8JsonReader frame)
    {
        while (JsonIn.NextField(ref frame))
        {
            if (!frame.ValueTextEquals("events"u8))
            {
                JsonIn.Skip(ref frame);
                continue;
            }
            JsonIn.Begin(ref frame, JsonTokenType.StartArray);
            while (JsonIn.NextItem(ref frame)) TakeEvent(ref frame);
        }
    }

    private void TakeEvent(ref Utf8JsonReader frame)
    {
        bool isFunding = false;
        while (JsonIn.NextField(ref frame))
        {
            if (frame.ValueTextEquals("event"u8)) isFunding = frame.Read() && frame.ValueTextEquals("fundingPaid"u8);
            else if (isFunding && frame.ValueTextEquals("amount"u8)) Funded?.Invoke(new Micros(JsonIn.Decimal(ref frame, Grid.Micros)));
            else if (frame.ValueTextEquals("fill"u8)) Filled?.Invoke(FillInfo.Read(ref Inside(ref frame), markets));
            else if (frame.ValueTextEquals("order"u8)) Change(OrderInfo.Read(ref Inside(ref frame), markets));
            else if (frame.ValueTextEquals("position"u8)) Keep(PositionInfo.Read(ref Inside(ref frame), markets));
            else if (frame.ValueTextEquals("balance"u8)) Keep(BalanceInfo.Read(ref Inside(ref frame), null));
            else JsonIn.Skip(ref frame);
        }
    }

    private static ref Utf8JsonReader Inside(ref Utf8JsonReader frame)
    {
        JsonIn.Begin(ref frame, JsonTokenType.StartObject);
        return ref frame;
    }

    private void Change(in OrderInfo order)
    {
        Keep(in order);
        OrderChanged?.Invoke(order);
    }

    private void Keep(in OrderInfo order)
    {
        if (order.HasEnded) _orders.Remove(order.Order);
        else _orders[order.Order] = order;
    }

    private void Keep(in PositionInfo position)
    {
        if (position.Size.Value == 0) _positions.Remove(position.Market.Name);
        else _positions[position.Market.Name] = position;
    }

    private void Keep(in BalanceInfo balance) => _balances[balance.Asset] = balance;

    private enum FrameKind : byte
    {
        None = 0,
        Snapshot = 1,
        Step = 2,
        Gone = 3,
    }
}
