using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Cancels when nothing is heard: switches by time, and the end of a session (domain §3.13).</summary>
internal sealed class DeadMan(EngineState state, Timers timers, LimitBook limits, OrderCancels cancels, CloseDesk closes)
{
    private const long TimeoutMinNs = 1_000_000_000;
    private const long TimeoutMaxNs = 86_400_000_000_000;
    /// <summary>Switches of one account; the pool is everybody's.</summary>
    private const int AccountMax = 64;

    public RejectCode Set(in Command command)
    {
        ref readonly SetDeadMan set = ref Command.Body<SetDeadMan>(in command);
        bool inRange = set.TimeoutNs == 0 || set.TimeoutNs is >= TimeoutMinNs and <= TimeoutMaxNs;
        if (!inRange || set.Session < 0 || set.DropProtective > 1 || set.Flatten > 1) return RejectCode.BadValue;
        int account = command.Header.Account;
        RejectCode code = limits.Permit(account, command.Header.Key, AllowedActions.Cancel, 0);
        if (code == RejectCode.None && set.Flatten != 0) code = limits.Permit(account, command.Header.Key, AllowedActions.ReduceOnly, set.Market);
        if (code != RejectCode.None) return code;
        if (set.Market != 0 && !state.HasMarket(set.Market)) return RejectCode.UnknownMarket;
        int slot = Find(account, in set, out int count);
        if (set.TimeoutNs != 0 && slot == 0 && (count >= AccountMax || state.DeadMans.Full)) return RejectCode.CapacityFull;
        if (slot != 0) Disarm(slot);
        long due = set.TimeoutNs == 0 ? 0 : state.NowNs + set.TimeoutNs;
        if (due != 0) Arm(account, in set, due);
        state.Events.Add(account, set.Market, new DeadManSet
        {
            DueNs = due,
            Label = set.Label,
            Session = set.Session,
            DropProtective = set.DropProtective,
            Flatten = set.Flatten,
        });
        return RejectCode.None;
    }

    public RejectCode CloseSession(in Command command, ref Outcome outcome)
    {
        ref readonly CloseSession close = ref Command.Body<CloseSession>(in command);
        if (close.Session <= 0) return RejectCode.BadValue;
        RejectCode code = limits.Permit(command.Header.Account, command.Header.Key, AllowedActions.Cancel, 0);
        if (code != RejectCode.None) return code;
        CancelFilter filter = new() { Session = close.Session, OnDisconnectOnly = true, KeepProtective = true, Scope = CancelScope.All };
        outcome.Detail2 = cancels.All(command.Header.Account, 0, in filter, CancelReason.Disconnect);
        return RejectCode.None;
    }

    /// <summary>The timer has left the queue. False when the command has no indices left for the closes: it goes first at the next.</summary>
    public bool Fire(int slot)
    {
        ref DeadManSwitch due = ref state.DeadMans[slot];
        if (due.Flatten && state.NextEngineIndex > EngineState.FirstEngineIndex && !closes.HasIndicesFor(due.Account, due.Market))
        {
            due.Timer = AddTimer(slot);
            return false;
        }
        due.Timer = 0;
        DeadManSwitch fired = due;
        Disarm(slot);
        CancelFilter filter = new()
        {
            Label = fired.Label,
            Session = fired.Session,
            KeepProtective = !fired.DropProtective,
            Scope = CancelScope.All,
        };
        int cancelled = cancels.All(fired.Account, fired.Market, in filter, CancelReason.DeadMan);
        state.Events.Add(fired.Account, fired.Market, new DeadManFired { Label = fired.Label, Session = fired.Session, Cancelled = cancelled });
        if (fired.Flatten) closes.Flatten(fired.Account, fired.Market, CancelReason.DeadMan);
        return true;
    }

    private int Find(int account, in SetDeadMan set, out int count)
    {
        int found = 0;
        count = 0;
        for (int slot = state.Accounts[account].FirstDeadMan; slot != 0; slot = state.DeadMans[slot].Next)
        {
            count++;
            if (state.DeadMans[slot].IsFor(set.Market, set.Label, set.Session)) found = slot;
        }
        return found;
    }

    /// <summary>Sets a switch for a time: a new one, or one from a snapshot.</summary>
    public void Arm(int account, in SetDeadMan set, long dueNs)
    {
        int slot = state.DeadMans.Rent();
        ref int link = ref state.Accounts[account].FirstDeadMan;
        while (link != 0 && state.DeadMans[link].IsBefore(set.Market, set.Label, set.Session)) link = ref state.DeadMans[link].Next;
        state.DeadMans[slot] = new DeadManSwitch
        {
            Account = account,
            Market = set.Market,
            Label = set.Label,
            Session = set.Session,
            DropProtective = set.DropProtective != 0,
            Flatten = set.Flatten != 0,
            DueNs = dueNs,
            Next = link,
        };
        link = slot;
        state.DeadMans[slot].Timer = AddTimer(slot);
    }

    // Account and market fit the id, label and session the tie; its top bit is turned so that labels compare without sign.
    private int AddTimer(int slot)
    {
        ref DeadManSwitch added = ref state.DeadMans[slot];
        long id = ((long)added.Account << 16) | added.Market;
        long tie = unchecked((long)((((ulong)added.Label << 32) | (uint)added.Session) ^ (1UL << 63)));
        return timers.Add(added.DueNs, TimerKind.DeadMan, id, slot, tie);
    }

    private void Disarm(int slot)
    {
        ref DeadManSwitch ended = ref state.DeadMans[slot];
        if (ended.Timer != 0) timers.Cancel(ended.Timer);
        ref int link = ref state.Accounts[ended.Account].FirstDeadMan;
        while (link != slot) link = ref state.DeadMans[link].Next;
        link = ended.Next;
        state.DeadMans.Return(slot);
    }
}
