using Peregrine.Core;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Accounts;

/// <summary>Samples the equity of accounts that limit their losses, and says when a limit is breached.</summary>
/// <remarks>
/// A breach refuses orders that are not reduce-only (see <see cref="LimitBook"/>) until the next UTC day or until the limits change.
/// What it asks beyond that waits until the command's own work is done, in a queue that <see cref="TryTakeBreach"/> empties, oldest first.
/// </remarks>
internal sealed class LossWatch(EngineState state, MarginBook margin)
{
    /// <summary>Some account limits its losses.</summary>
    public bool Watches => state.Limits.HasSampled;

    /// <summary><see cref="TryTakeBreach"/> has something to hand out.</summary>
    public bool HasBreaches => state.Limits.FirstBreach != 0;

    /// <summary>Every account that limits its losses, in order; once per second.</summary>
    public void SampleAll()
    {
        foreach (int account in state.Limits.Sampled) Sample(account);
    }

    /// <summary>Before the checks of the account's own commands. Costs nothing for accounts without limits.</summary>
    public void Sample(int account)
    {
        int own = state.Accounts[account].Limits;
        if (own != 0) Sample(account, own);
    }

    private void Sample(int account, int own)
    {
        if (state.Limits.Sampled.BinarySearch(account) < 0) return;
        Micros equity = Equity(account);
        Measure(own, equity);
        for (int key = state.Accounts[account].FirstKey; key != 0; key = state.Limits[key].NextKey) Measure(key, equity);
        RefreshStop(account);
    }

    /// <summary>The next limit whose breach asks for more than a refusal: cancel all, or cancel all and close.</summary>
    public bool TryTakeBreach(out int slot)
    {
        slot = state.Limits.TakeBreach();
        return slot != 0;
    }

    /// <summary>What the breach asks could not be done now: the next sample finds it again.</summary>
    public void Forget(int slot)
    {
        ref LimitRecord record = ref state.Limits[slot];
        (record.LossBreached, record.DrawdownBreached) = (false, false);
        RefreshStop(record.Account);
    }

    /// <summary>Money that came or went is neither profit nor loss: what equity is compared with moves along.</summary>
    public void Shift(int account, Micros change)
    {
        int own = state.Accounts[account].Limits;
        if (own == 0) return;
        Shift(ref state.Limits[own], change);
        for (int key = state.Accounts[account].FirstKey; key != 0; key = state.Limits[key].NextKey) Shift(ref state.Limits[key], change);
    }

    /// <summary>After new limits: a breach of the old ones is over, and one that begins to watch starts from the equity of now.</summary>
    public void Restart(int slot)
    {
        ref LimitRecord record = ref state.Limits[slot];
        (record.LossBreached, record.DrawdownBreached) = (false, false);
        if (!record.IsSampled) record.SampleDay = 0;
        int account = record.Account;
        state.Limits.SetSampled(account, IsSampled(account));
        RefreshStop(account);
        Sample(account);
    }

    /// <summary>Puts an account from a snapshot among those that are sampled, where its limits ask for it.</summary>
    public void Load(int account) => state.Limits.SetSampled(account, IsSampled(account));

    /// <summary>All of the account's money at mark: the cross part and every isolated pot.</summary>
    public Micros Equity(int account)
    {
        Micros equity = margin.Of(account).EquityMaint;
        Slab<Position> positions = state.Positions;
        for (int slot = state.Accounts[account].FirstPosition; slot != 0; slot = positions[slot].Next)
        {
            ref Position position = ref positions[slot];
            if (position.IsIsolated) equity += MarginBook.PotEquity(in position, state.Markets[position.Market]);
        }
        return equity;
    }

    private void Measure(int slot, Micros equity)
    {
        ref LimitRecord record = ref state.Limits[slot];
        if (!record.IsSampled) return;
        int day = state.Today + 1;
        if (record.SampleDay != day)
        {
            // A peak that led to a breach is used up, or the account could never trade again.
            if (record.SampleDay == 0 || record.DrawdownBreached) record.Peak = equity;
            (record.SampleDay, record.DayStart, record.LossBreached, record.DrawdownBreached) = (day, equity, false, false);
        }
        record.Peak = Micros.Max(record.Peak, equity);
        if (!record.LossBreached) record.LossBreached = Breaches(slot, record.InForce.DayLossMax, record.DayStart - equity, 0);
        if (!record.DrawdownBreached) record.DrawdownBreached = Breaches(slot, record.InForce.DrawdownMax, record.Peak - equity, 1);
    }

    private bool Breaches(int slot, Micros limit, Micros value, byte drawdown)
    {
        if (limit == Micros.Zero || value <= limit) return false;
        ref LimitRecord record = ref state.Limits[slot];
        BreachAction action = record.InForce.OnBreach == 0 ? BreachAction.Reject : record.InForce.OnBreach;
        state.Events.Add(record.Account, 0, new LimitBreached { Limit = limit, Value = value, Action = action, Drawdown = drawdown, KeyId = record.Key });
        if (action is BreachAction.CancelAll or BreachAction.Flatten) state.Limits.QueueBreach(slot);
        return true;
    }

    private void RefreshStop(int account)
    {
        bool stopped = false;
        for (int key = state.Accounts[account].FirstKey; key != 0; key = state.Limits[key].NextKey)
        {
            ref LimitRecord record = ref state.Limits[key];
            stopped |= record.IsBreached && LimitChange.ForceOf(record.InForce.OnBreach) > 0;
        }
        int own = state.Accounts[account].Limits;
        state.Limits[own].StoppedByKey = stopped;
    }

    private bool IsSampled(int account)
    {
        if (state.Limits[state.Accounts[account].Limits].IsSampled) return true;
        for (int key = state.Accounts[account].FirstKey; key != 0; key = state.Limits[key].NextKey)
        {
            if (state.Limits[key].IsSampled) return true;
        }
        return false;
    }

    private static void Shift(ref LimitRecord record, Micros change)
    {
        if (record.SampleDay == 0) return;
        record.DayStart += change;
        record.Peak += change;
    }
}
