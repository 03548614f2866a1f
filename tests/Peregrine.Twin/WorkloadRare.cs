using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

public sealed partial class Workload
{
    /// <summary>Commands that came later, with a generator of their own.</summary>
    private void SendRare()
    {
        CommandKind kind = _rare.Pick(CommandKind.SetWithdrawalCaps, CommandKind.Resumed, CommandKind.PlaceOrder, CommandKind.PlaceOrder);
        if (_only is not null && (!_only.Contains(kind) || !_only.Contains(CommandKind.Resumed))) return;
        if (kind == CommandKind.PlaceOrder)
        {
            SendFarStop();
            return;
        }
        if (kind == CommandKind.Resumed)
        {
            _now += _rare.Pick(0, Second, 20 * Second, Minute, Hour);
            Send(default(Resumed));
            return;
        }
        Send(new SetWithdrawalCaps { Asset = (ushort)_rare.Of(0, _assets), Floor = _rare.Pick(-1, 0, _rare.Of(1L, 100_000), _rare.Of(1L, 1_000_000_000), 1L << 60) });
    }

    /// <summary>A stop so far from mark that liquidation may come first.</summary>
    private void SendFarStop()
    {
        MarketPlan m = _markets[_rare.Of(0, _markets.Count - 1)];
        Side side = _rare.Pick(Side.Buy, Side.Sell);
        bool trails = _rare.Chance(200);
        long away = m.Mark / Sub * _rare.Of(1, 60) / 100;
        Send(new PlaceOrder
        {
            Market = (ushort)m.Id,
            Type = OrderType.Market,
            Side = side,
            Tif = TimeInForce.Ioc,
            Flags = OrderFlags.ReduceOnly,
            Qty = new(Math.Max(1, m.QtyTypical)),
            Trigger = trails ? TriggerKind.Trailing : TriggerKind.Stop,
            TriggerPrice = new(trails ? 0 : Math.Max(1, m.Mark / Sub + (side == Side.Buy ? away : -away))),
            CallbackPpb = trails ? 100_000_000 : 0,
        }, _rare.Of(1, Math.Max(1, _accounts)));
    }
}
