using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Accounts;

/// <summary>Sets limits and keys: what tightens holds at once, what loosens needs the owner and a day.</summary>
internal sealed class LimitDesk(EngineState state, LimitBook limits, LossWatch losses)
{
    public const int KeysPerAccountMax = 64;
    private const long LooseningNs = 24L * 3600 * 1_000_000_000;

    /// <summary>When the next loosening is due; <see cref="long.MaxValue"/> when none waits.</summary>
    public long NextDueNs => state.Limits.FirstPending == 0 ? long.MaxValue : state.Limits[state.Limits.FirstPending].PendingFromNs;

    public RejectCode SetAccount(in Command command, ref Outcome outcome)
    {
        ref readonly SetLimits body = ref Command.Body<SetLimits>(in command);
        int account = command.Header.Account;
        RejectCode code = limits.Permit(account, command.Header.Key, AllowedActions.Trade, 0);
        if (code == RejectCode.UnknownKey || (code != RejectCode.None && command.Header.Key != 0)) return code;
        code = CheckTerms(in body.Limits);
        if (code != RejectCode.None) return code;
        int slot = state.Accounts[account].Limits;
        if (command.Header.Key != 0 && LimitChange.Loosens(in state.Limits[slot].InForce, in body.Limits)) return RejectCode.NotPermitted;
        if (state.Accounts[account].Status == AccountStatus.Closed) return RejectCode.AccountState;
        // From here on nothing may fail.
        Change(NeedRecord(account), LimitChange.Canonical(in body.Limits));
        return RejectCode.None;
    }

    public RejectCode SetKey(in Command command, ref Outcome outcome)
    {
        ref readonly SetKey body = ref Command.Body<SetKey>(in command);
        if (!limits.Knows(command.Header.Account, command.Header.Key)) return RejectCode.UnknownKey;
        if (body.KeyId == 0) return Create(in command, in body, ref outcome);
        if (command.Header.Key != 0 && command.Header.Key != body.KeyId) return RejectCode.NotPermitted;
        if (!limits.Knows(command.Header.Account, body.KeyId)) return RejectCode.UnknownKey;
        outcome.Detail1 = body.KeyId;
        if (body.Revoke != 0) return Revoke(body.KeyId);
        RejectCode code = CheckTerms(in body.Limits);
        if (code != RejectCode.None) return code;
        if (command.Header.Key != 0 && LimitChange.Loosens(in state.Limits[body.KeyId].InForce, in body.Limits)) return RejectCode.NotPermitted;
        if (state.Accounts[command.Header.Account].Status == AccountStatus.Closed) return RejectCode.AccountState;
        // From here on nothing may fail.
        Change(body.KeyId, LimitChange.Canonical(in body.Limits));
        return RejectCode.None;
    }

    /// <summary>Puts the first waiting limits in force.</summary>
    public void ApplyFirst()
    {
        int slot = state.Limits.FirstPending;
        ref LimitRecord record = ref state.Limits[slot];
        Limits pending = record.Pending;
        long fromNs = record.PendingFromNs;
        state.Limits.DropPending(slot);
        PutInForce(slot, in pending, fromNs);
        losses.Restart(slot);
    }

    /// <summary>All that are due, by due time, account and key.</summary>
    public void ApplyDue(long nowNs)
    {
        while (NextDueNs <= nowNs) ApplyFirst();
    }

    private RejectCode Create(in Command command, in SetKey body, ref Outcome outcome)
    {
        if (command.Header.Key != 0) return RejectCode.NotPermitted;
        if (state.Requests.TryFind(body.Request, out outcome.Detail1))
        {
            outcome.Duplicate = true;
            return RejectCode.None;
        }
        int account = command.Header.Account;
        if (body.Revoke != 0) return RejectCode.BadValue;
        RejectCode code = CheckTerms(in body.Limits);
        if (code != RejectCode.None) return code;
        if (state.Accounts[account].Status == AccountStatus.Closed) return RejectCode.AccountState;
        if (state.Accounts[account].KeyCount == KeysPerAccountMax || state.Limits.KeysFull) return RejectCode.CapacityFull;
        // From here on nothing may fail.
        NeedRecord(account);
        int key = state.Limits.AddKey(account);
        LinkLast(account, key);
        state.Requests.Remember(body.Request, key);
        state.Events.Add(account, 0, new KeySet { KeyId = key });
        PutInForce(key, LimitChange.Canonical(in body.Limits), state.NowNs);
        losses.Restart(key);
        outcome.Detail1 = key;
        return RejectCode.None;
    }

    private RejectCode Revoke(int key)
    {
        ref LimitRecord record = ref state.Limits[key];
        int account = record.Account;
        state.Limits.DropPending(key);
        ref int link = ref state.Accounts[account].FirstKey;
        while (link != key) link = ref state.Limits[link].NextKey;
        link = record.NextKey;
        record.NextKey = 0;
        state.Accounts[account].KeyCount--;
        record.Revoked = true;
        losses.Restart(key);
        state.Events.Add(account, 0, new KeySet { KeyId = key, Revoked = 1 });
        return RejectCode.None;
    }

    // The newest request replaces whatever waited.
    private void Change(int slot, in Limits asked)
    {
        ref LimitRecord record = ref state.Limits[slot];
        bool loosens = LimitChange.Loosens(in record.InForce, in asked);
        Limits now = loosens ? LimitChange.Tighter(in record.InForce, in asked) : asked;
        bool tightens = LimitChange.Loosens(in now, in record.InForce);
        state.Limits.DropPending(slot);
        if (tightens || !loosens) PutInForce(slot, in now, state.NowNs);
        if (loosens)
        {
            long fromNs = state.NowNs + LooseningNs;
            state.Limits.Defer(slot, in asked, fromNs);
            state.Events.Add(record.Account, 0, new LimitsSet { KeyId = record.Key, Pending = 1, FromNs = fromNs, Limits = asked });
        }
        if (tightens) losses.Restart(slot);
    }

    private void PutInForce(int slot, in Limits now, long fromNs)
    {
        ref LimitRecord record = ref state.Limits[slot];
        record.InForce = now;
        state.Events.Add(record.Account, 0, new LimitsSet { KeyId = record.Key, FromNs = fromNs, Limits = now });
    }

    private RejectCode CheckTerms(in Limits asked)
    {
        if (!LimitChange.IsWellFormed(in asked)) return RejectCode.BadValue;
        foreach (ushort market in (ReadOnlySpan<ushort>)asked.Markets)
        {
            if (market != 0 && !state.HasMarket(market)) return RejectCode.UnknownMarket;
        }
        return RejectCode.None;
    }

    private int NeedRecord(int account)
    {
        ref Account owner = ref state.Accounts[account];
        if (owner.Limits == 0) owner.Limits = state.Limits.AddAccount(account);
        return owner.Limits;
    }

    private void LinkLast(int account, int key)
    {
        ref Account owner = ref state.Accounts[account];
        ref int link = ref owner.FirstKey;
        while (link != 0) link = ref state.Limits[link].NextKey;
        link = key;
        owner.KeyCount++;
    }
}
