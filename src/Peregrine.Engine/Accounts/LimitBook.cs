using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Accounts;

/// <summary>What accounts and keys may do: asked first of every command, the account before the key.</summary>
internal sealed class LimitBook(EngineState state)
{
    private const long Second = 1_000_000_000;

    /// <summary>Whether the key is one of the account's living ones; 0 is the owner's own session.</summary>
    public bool Knows(int account, int key)
    {
        if (key == 0) return true;
        if (key < 0 || key > state.Limits.KeyCount) return false;
        ref LimitRecord record = ref state.Limits[key];
        return record.Account == account && !record.Revoked;
    }

    /// <summary>The owner's own session, in an account without limits: nothing here would refuse it anything.</summary>
    public bool IsFree(int account, int key) => key == 0 && state.Accounts[account].Limits == 0;

    /// <param name="account">That acts.</param>
    /// <param name="key">That signed, or 0.</param>
    /// <param name="action">One action. A right to trade includes orders that only reduce.</param>
    /// <param name="market">Where, or 0 for nowhere in particular.</param>
    public RejectCode Permit(int account, int key, AllowedActions action, int market)
    {
        if (!Knows(account, key)) return RejectCode.UnknownKey;
        int own = state.Accounts[account].Limits;
        if (own == 0) return RejectCode.None;
        if (!Permits(in state.Limits[own].InForce, action, market)) return RejectCode.NotPermitted;
        return key == 0 || Permits(in state.Limits[key].InForce, action, market) ? RejectCode.None : RejectCode.NotPermitted;
    }

    /// <summary>Asked of orders that are not reduce-only: breaches, then the notionals and the leverage they would lead to.</summary>
    public RejectCode CheckOrder(int account, int key, Micros orderNotional, Micros positionNotional, Micros totalNotional, int leverage)
    {
        int own = state.Accounts[account].Limits;
        if (own == 0) return RejectCode.None;
        ref LimitRecord record = ref state.Limits[own];
        if (record.IsBreached || record.StoppedByKey) return RejectCode.KeyLimit;
        if (Exceeds(in record.InForce, orderNotional, positionNotional, totalNotional, leverage)) return RejectCode.KeyLimit;
        if (key == 0) return RejectCode.None;
        ref LimitRecord byKey = ref state.Limits[key];
        bool refused = byKey.IsBreached || Exceeds(in byKey.InForce, orderNotional, positionNotional, totalNotional, leverage);
        return refused ? RejectCode.KeyLimit : RejectCode.None;
    }

    /// <summary>The leverage alone, for who sets it without an order.</summary>
    public RejectCode CheckLeverage(int account, int key, int leverage)
    {
        int own = state.Accounts[account].Limits;
        if (own == 0) return RejectCode.None;
        if (Exceeds(leverage, state.Limits[own].InForce.LeverageMax)) return RejectCode.KeyLimit;
        return key != 0 && Exceeds(leverage, state.Limits[key].InForce.LeverageMax) ? RejectCode.KeyLimit : RejectCode.None;
    }

    /// <summary>Counts one order in the running second, whether or not it is accepted later. The account's count stands when the key refuses.</summary>
    public RejectCode CountOrder(int account, int key)
    {
        int own = state.Accounts[account].Limits;
        if (own == 0) return RejectCode.None;
        if (!TryCount(ref state.Limits[own])) return RejectCode.KeyLimit;
        return key == 0 || TryCount(ref state.Limits[key]) ? RejectCode.None : RejectCode.KeyLimit;
    }

    private bool TryCount(ref LimitRecord record)
    {
        if (record.InForce.OrdersPerSecondMax == 0) return true;
        long second = state.NowNs / Second;
        if (record.Second != second) (record.Second, record.Orders) = (second, 0);
        if (record.Orders >= record.InForce.OrdersPerSecondMax) return false;
        record.Orders++;
        return true;
    }

    private static bool Permits(in Limits limits, AllowedActions action, int market) =>
        LimitChange.Allows(in limits, action) && LimitChange.Allows(in limits.Markets, market);

    private static bool Exceeds(in Limits limits, Micros order, Micros position, Micros total, int leverage) =>
        Exceeds(order.Value, limits.OrderNotionalMax.Value)
        || Exceeds(position.Value, limits.PositionNotionalMax.Value)
        || Exceeds(total.Value, limits.TotalNotionalMax.Value)
        || Exceeds(leverage, limits.LeverageMax);

    private static bool Exceeds(long value, long max) => max != 0 && value > max;
}
