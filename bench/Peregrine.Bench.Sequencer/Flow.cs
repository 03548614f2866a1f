using Peregrine.Core;

namespace Peregrine.Bench.Sequencer;

/// <summary>One producer's share of the w1 mix: a tenth takes, near half cancels its own living orders, the rest rests near a wandering middle.</summary>
internal sealed class Flow(int producer, int producers, int liveTarget)
{
    private const int Levels = 1000, Middle = 100_000;
    private readonly (OrderId Id, int Account)[] _live = new (OrderId, int)[2 * liveTarget + 64];
    private ulong _state = (ulong)producer + 1;
    private int _liveCount;
    private int _mid = Middle;
    private Command _command;

    public ref readonly Command Next()
    {
        if (Below(50) == 0) _mid = Math.Clamp(_mid + (Below(2) == 0 ? 1 : -1), Middle - 20 * Levels, Middle + 20 * Levels);
        int dice = Below(100);
        bool cancels = dice >= 10 && _liveCount > 0 && dice < 10 + (_liveCount >= liveTarget ? 48 : 30);
        if (cancels) Cancel();
        else Place(1 + (producer + producers * Below(Market.Accounts / producers)) % Market.Accounts, takes: dice < 10);
        return ref _command;
    }

    /// <summary>An order of this flow rests and may be cancelled later.</summary>
    public void Rests(OrderId id, int account)
    {
        if (_liveCount < _live.Length) _live[_liveCount++] = (id, account);
    }

    private void Cancel()
    {
        int pick = Below(_liveCount);
        (OrderId id, int account) = _live[pick];
        _live[pick] = _live[--_liveCount];
        Command.Begin<CancelOrder>(ref _command, account).Order = id;
    }

    private void Place(int account, bool takes)
    {
        ref PlaceOrder order = ref Command.Begin<PlaceOrder>(ref _command, account);
        bool buys = Below(2) == 0;
        int v = Below(1 << 15);
        int distance = takes ? -(1 + Below(5)) : 1 + (int)((long)Levels * v * v >> 30);
        order.Market = Market.Id;
        order.Type = OrderType.Limit;
        order.Side = buys ? Side.Buy : Side.Sell;
        order.Tif = takes ? TimeInForce.Ioc : TimeInForce.Gtc;
        order.Price = new(buys ? _mid - distance : _mid + distance);
        order.Qty = new(1 + Below(100));
    }

    private int Below(int limit)
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)(((z ^ (z >> 31)) >> 33) % (ulong)limit);
        }
    }
}
