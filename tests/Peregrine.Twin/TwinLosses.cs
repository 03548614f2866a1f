using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>Limits on the day's loss and on the fall from the best equity: sampled, breached, acted on.</summary>
public sealed partial class TwinEngine
{
    /// <summary>Account and key (0 for its own) of the limits whose breach asks for more than a refusal, oldest first.</summary>
    private readonly List<(int Account, int Key)> _breached = [];

    private static bool Measures(TwinLimits limits) => limits.Now.DayLossMax.Value != 0 || limits.Now.DrawdownMax.Value != 0;

    /// <summary>The account's own limits, then those of its living keys by id.</summary>
    private List<TwinLimits> LimitsOf(int account) =>
        [Account(account).Limits, .. _s.Keys.Where(k => k.Account == account && !k.Revoked).Select(k => k.Limits)];

    private bool Watched(int account) => LimitsOf(account).Exists(Measures);

    private bool AnyoneWatches() => _s.Accounts.Exists(a => Watched(a.Id));

    private void SampleEveryone()
    {
        foreach (TwinAccount account in _s.Accounts) Sample(account.Id);
    }

    private void Sample(int account)
    {
        if (!Watched(account)) return;
        long equity = EquityOfAll(account);
        foreach (TwinLimits limits in LimitsOf(account).Where(Measures)) Measure(account, limits, equity);
    }

    /// <summary>Of the cross part and of every pot.</summary>
    private long EquityOfAll(int account) => Equity(account, Level.Maint) + Account(account).Positions.Where(p => p.Value.Isolated).Sum(p => p.Value.IsoMargin + Unrealised(p.Value, Market(p.Key)));

    private void Measure(int account, TwinLimits limits, long equity)
    {
        long day = Floor(_now, Day);
        if (limits.SampledDay != day)
        {
            if (limits.SampledDay is null || limits.DrawdownBreached) limits.Peak = equity;
            (limits.SampledDay, limits.DayStart, limits.LossBreached, limits.DrawdownBreached) = (day, equity, false, false);
        }
        limits.Peak = Math.Max(limits.Peak, equity);
        limits.LossBreached |= Breaches(account, limits, limits.LossBreached, limits.Now.DayLossMax.Value, limits.DayStart - equity, 0);
        limits.DrawdownBreached |= Breaches(account, limits, limits.DrawdownBreached, limits.Now.DrawdownMax.Value, limits.Peak - equity, 1);
    }

    private bool Breaches(int account, TwinLimits limits, bool already, long most, long value, byte drawdown)
    {
        if (already || most == 0 || value <= most) return false;
        BreachAction action = BreachOf(limits.Now);
        int key = _s.Keys.Find(k => k.Limits == limits)?.Id ?? 0;
        Tell(account, 0, new LimitBreached { Limit = new(most), Value = new(value), Action = action, Drawdown = drawdown, KeyId = key });
        if (action is BreachAction.CancelAll or BreachAction.Flatten && !_breached.Contains((account, key))) _breached.Add((account, key));
        return true;
    }

    /// <summary>New limits begin with a clean sheet; what is not measured is forgotten.</summary>
    private void Restart(int account, TwinLimits limits)
    {
        (limits.LossBreached, limits.DrawdownBreached) = (false, false);
        if (!Measures(limits)) limits.SampledDay = null;
        Sample(account);
    }

    /// <summary>Money that comes or goes is no profit and no loss.</summary>
    private void Shift(int account, long change)
    {
        foreach (TwinLimits limits in LimitsOf(account).Where(l => l.SampledDay is not null))
        {
            limits.DayStart += change;
            limits.Peak += change;
        }
    }

    /// <summary>A key's own breach stops that key when it only rejects; everything else stops the account.</summary>
    private bool StoppedByLoss(int account, int key) =>
        Account(account).Limits.IsBreached
        || (key != 0 && _s.Keys[key - 1].Limits.IsBreached)
        || LimitsOf(account).Exists(l => l.IsBreached && BreachOf(l.Now) != BreachAction.Reject);

    private bool ActOnBreaches()
    {
        if (_breached.Count == 0) return false;
        while (_breached.Count > 0)
        {
            (int account, int key) = _breached[0];
            _breached.RemoveAt(0);
            TwinLimits limits = key == 0 ? Account(account).Limits : _s.Keys[key - 1].Limits;
            CancelAll(account, CancelReason.Limit, _ => true);
            if (limits.Now.OnBreach == BreachAction.Flatten) CloseEverything(account, _ => true, int.MaxValue, 0, CancelReason.Limit, () => OrderId.Of(_seq, _nextEngineIndex++).Value);
        }
        return true;
    }
}
