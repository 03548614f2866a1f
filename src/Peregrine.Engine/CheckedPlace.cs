using Peregrine.Core;

namespace Peregrine.Engine;

/// <summary>Where an invariant was looked at: turned into words only when it does not hold, because it holds millions of times.</summary>
internal readonly struct CheckedPlace
{
    private readonly int _market;
    private readonly int _account;
    private readonly long _order;

    public CheckedPlace(int market, int account) => (_market, _account) = (market, account);

    public CheckedPlace(long order) => _order = order;

    public bool IsNone => _market == 0 && _account == 0 && _order == 0;

    public override string ToString()
    {
        if (_order != 0) return $"order {new OrderId(_order)}";
        if (_market == 0) return $"account {_account}";
        return _account == 0 ? $"market {_market}" : $"market {_market}, account {_account}";
    }
}
