using Peregrine.Core;

namespace Peregrine.History.Sqlite;

/// <summary>Orders from their acceptance to their end. Most end as they began, cancelled without a fill: who comes and goes within one batch is written once.</summary>
internal sealed class OrderRows(RowStatements sql)
{
    private readonly Dictionary<OrderId, NewOrder> _new = [];
    private Trade _trade;

    private enum Shape
    {
        Plain = 0,
        Twap = 1,
        Exit = 2,
    }

    public bool Add(ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        switch (header.Kind)
        {
            case EventKind.OrderAccepted:
                Accept(in header, happened.Body<OrderAccepted>());
                return true;
            case EventKind.TriggerArmed:
                TriggerArmed armed = happened.Body<TriggerArmed>();
                Write(armed.Order);
                sql.Run("UPDATE orders SET trigger_kind = $2, trigger_price = $3, trigger_by = $4, activation_price = $5, trigger_offset = $6, callback_ppb = $7 WHERE order_id = $1",
                    armed.Order.Value, (int)armed.Trigger, armed.TriggerPrice.Value, (int)armed.TriggerBy, armed.ActivationPrice.Value, armed.Offset.Value, armed.CallbackPpb);
                return true;
            case EventKind.OrderTriggered:
                Fire(in header, happened.Body<OrderTriggered>().Order);
                return true;
            case EventKind.OrderAmended:
                OrderAmended amended = happened.Body<OrderAmended>();
                Write(amended.Order);
                sql.Run("""
                    INSERT INTO amendments SELECT $1, $2, $3, account, market, order_id, (SELECT COUNT(*) FROM amendments a WHERE a.order_id = orders.order_id) + 1,
                      price, $5, qty, $6, trigger_price, $7 FROM orders WHERE order_id = $4
                    """, header.Seq, header.Index, header.TimeNs, amended.Order.Value, amended.Price.Value, amended.Qty.Value, amended.TriggerPrice.Value);
                Amend(in header, in amended);
                return true;
            case EventKind.OrderCancelled:
                Cancel(in header, happened.Body<OrderCancelled>());
                return true;
            case EventKind.TwapEnded:
                EndTwap(in header, happened.Body<TwapEnded>());
                return true;
            default:
                return false;
        }
    }

    /// <summary>Writes the orders that came in this batch and are not written yet.</summary>
    public void Write()
    {
        foreach (NewOrder order in _new.Values) Insert(order);
        _new.Clear();
    }

    /// <summary>The changes of two positions follow, each with what its side of the trade paid.</summary>
    public void Expect(in Trade trade)
    {
        Write(trade.TakerOrder);
        Write(trade.MakerOrder);
        _trade = trade;
    }

    /// <summary>A side of the trade that is expected.</summary>
    public void Fill(in EventHeader header, OrderId order, Micros fees) => Fill(in header, order, in _trade, order == _trade.TakerOrder ? _trade.TakerRest : _trade.MakerRest, fees);

    // An order without a rest has ended, but for a TWAP between slices and a bracket's limit exit that filled all it was given while its entry may fill more.
    private void Fill(in EventHeader header, OrderId order, in Trade trade, Lots rest, Micros fees) => sql.Run("""
        UPDATE orders SET filled = filled + $2, fees = fees + $3, notional = notional + $2 * $4 * (SELECT tick_lot_value FROM markets WHERE market = $5),
          state = CASE
            WHEN $8 > 0 OR kind = 1 THEN 6
            WHEN kind = 2 AND trigger_kind = 0 AND filled + $2 < qty AND EXISTS (SELECT 1 FROM orders entry WHERE entry.order_id = orders.parent AND entry.state < 7) THEN 4
            ELSE 7 END, updated_seq = $6, updated_ns = $7 WHERE order_id = $1
        """, order.Value, trade.Qty.Value, fees.Value, trade.Price.Value, (int)header.Market, header.Seq, header.TimeNs, rest.Value);

    private void Accept(in EventHeader header, in OrderAccepted accepted) => _new.Add(accepted.Order, new NewOrder(header, accepted));

    private void Cancel(in EventHeader header, in OrderCancelled cancelled)
    {
        if (_new.TryGetValue(cancelled.Order, out NewOrder? order))
        {
            (order.State, order.Reason, order.Code, order.UpdatedSeq, order.UpdatedNs) = (cancelled.State, cancelled.Reason, cancelled.Code, header.Seq, header.TimeNs);
            return;
        }
        sql.Run("UPDATE orders SET state = $2, reason = $3, code = $4, updated_seq = $5, updated_ns = $6 WHERE order_id = $1",
            cancelled.Order.Value, (int)cancelled.State, (int)cancelled.Reason, (int)cancelled.Code, header.Seq, header.TimeNs);
    }

    // What changes an order otherwise looks at its row, and at its parent's: a parent came before it, or with it.
    private void Write(OrderId id)
    {
        if (!_new.Remove(id, out NewOrder? order)) return;
        Write(order.Accepted.Group);
        Insert(order);
    }

    private void Insert(NewOrder order)
    {
        ref readonly EventHeader header = ref order.Header;
        ref readonly OrderAccepted accepted = ref order.Accepted;
        string client = accepted.ClientId.ToString();
        sql.Run("""
            INSERT INTO orders (seq, idx, time_ns, account, market, order_id, client_id, parent, type, side, tif, flags, label, api_key, price, qty, state, kind, reason, code, updated_seq, updated_ns,
              stp, expire_ns, display, trigger_by, activation_price, trigger_offset, callback_ppb, triggered_ns)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, 0, 0, 0, 0, 0)
            """, header.Seq, header.Index, header.TimeNs, header.Account, (int)header.Market, accepted.Order.Value, client.Length == 0 ? null : client,
            accepted.Group.Value, (int)accepted.Type, (int)accepted.Side, (int)accepted.Tif, (int)accepted.Flags, (long)accepted.Label, accepted.Key,
            accepted.Price.Value, accepted.Qty.Value, (int)order.State, (int)KindOf(accepted.State), (int)order.Reason, (int)order.Code, order.UpdatedSeq, order.UpdatedNs,
            (int)accepted.Stp, accepted.ExpireAtNs, accepted.Display.Value);
    }

    // What it is shows in how it begins.
    private static Shape KindOf(OrderState state) => state == OrderState.Live ? Shape.Twap : state == OrderState.Inactive ? Shape.Exit : Shape.Plain;

    private void EndTwap(in EventHeader header, in TwapEnded ended)
    {
        Write(ended.Order);
        sql.Run("UPDATE orders SET filled = $2, state = CASE WHEN state IN (8, 9, 10) THEN state ELSE 7 END, updated_seq = $3, updated_ns = $4 WHERE order_id = $1",
            ended.Order.Value, ended.Executed.Value, header.Seq, header.TimeNs);
    }

    private void Fire(in EventHeader header, OrderId order)
    {
        Write(order);
        sql.Run("UPDATE orders SET state = $2, triggered_ns = $4, updated_seq = $3, updated_ns = $4 WHERE order_id = $1", order.Value, (int)OrderState.Live, header.Seq, header.TimeNs);
    }

    // What it waited for stays told when it waits no more.
    private void Amend(in EventHeader header, in OrderAmended amended) => sql.Run("""
        UPDATE orders SET price = $2, qty = $3, updated_seq = $4, updated_ns = $5,
          trigger_price = IIF(triggered_ns > 0, trigger_price, $6), trigger_offset = IIF(triggered_ns > 0, trigger_offset, $7), callback_ppb = IIF(triggered_ns > 0, callback_ppb, $8)
          WHERE order_id = $1
        """, amended.Order.Value, amended.Price.Value, amended.Qty.Value, header.Seq, header.TimeNs, amended.TriggerPrice.Value, amended.Offset.Value, amended.CallbackPpb);

    /// <summary>An order that is in no table yet, as it is by now.</summary>
    private sealed class NewOrder(EventHeader header, OrderAccepted accepted)
    {
        public readonly EventHeader Header = header;
        public readonly OrderAccepted Accepted = accepted;

        public OrderState State { get; set; } = accepted.State;

        public CancelReason Reason { get; set; }

        public RejectCode Code { get; set; }

        public long UpdatedSeq { get; set; } = header.Seq;

        public long UpdatedNs { get; set; } = header.TimeNs;
    }
}
