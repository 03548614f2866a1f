using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Accounts;

/// <summary>Every record that belongs to an account is on that account's list, in the list's order, and nowhere else.</summary>
internal sealed class OwnerInvariants(EngineState state)
{
    private int _holdings;
    private int _builders;
    private int _volumes;
    private int _switches;

    public void Check()
    {
        (_holdings, _builders, _volumes, _switches) = (0, 0, 0, 0);
        for (int id = 1; id <= state.AccountCount; id++)
        {
            ref Account account = ref state.Accounts[id];
            CheckHoldings(id, in account);
            CheckBuilders(id, in account);
            CheckVolumes(id, in account);
            CheckSwitches(id, in account);
            CheckKeys(id, in account);
        }
        Invariant.That(_holdings == state.Holdings.Count, "every balance is on its account's list");
        Invariant.That(_builders == state.Builders.Count, "every approval is on its root's list");
        Invariant.That(_volumes == state.Volumes.Count, "every day's volume is on its root's list");
        Invariant.That(_switches == state.DeadMans.Count, "every dead-man switch is on its account's list");
        CheckSubs();
        CheckPending();
    }

    private void CheckHoldings(int id, in Account account)
    {
        int asset = EngineState.SettleAsset;
        for (int slot = account.FirstHolding; slot != 0; slot = state.Holdings[slot].Next)
        {
            ref Holding holding = ref state.Holdings[slot];
            Invariant.That(holding.Account == id && holding.Asset > asset && holding.Asset <= state.AssetCount, "balances are listed by asset");
            Invariant.That(holding.Counted >= 0 && holding.Counted <= holding.Amount, "what counts of a balance is part of it");
            asset = holding.Asset;
            _holdings++;
        }
    }

    private void CheckBuilders(int id, in Account account)
    {
        int count = 0;
        int builder = 0;
        for (int slot = account.FirstBuilder; slot != 0; slot = state.Builders[slot].Next)
        {
            ref BuilderApproval approval = ref state.Builders[slot];
            Invariant.That(approval.Account == id && approval.Builder > builder && approval.MaxPpb > 0, "approvals are listed by builder");
            (builder, count) = (approval.Builder, count + 1);
        }
        Invariant.That(count == account.BuilderCount, "a root counts its approvals");
        _builders += count;
    }

    // Newest first, one record a day; the twin compares the amounts.
    private void CheckVolumes(int id, in Account account)
    {
        int day = int.MaxValue;
        for (int slot = account.FirstVolume; slot != 0; slot = state.Volumes[slot].Next)
        {
            ref VolumeDay volume = ref state.Volumes[slot];
            Invariant.That(account.Root == id && volume.Root == id && volume.Day < day && volume.Volume > Micros.Zero, "a root's days with volume begin with the newest");
            day = volume.Day;
            _volumes++;
        }
    }

    private void CheckSwitches(int id, in Account account)
    {
        int last = 0;
        for (int slot = account.FirstDeadMan; slot != 0; slot = state.DeadMans[slot].Next)
        {
            ref DeadManSwitch armed = ref state.DeadMans[slot];
            bool follows = last == 0 || state.DeadMans[last].IsBefore(armed.Market, armed.Label, armed.Session);
            Invariant.That(armed.Account == id && follows && armed.Timer != 0, "dead-man switches are listed by market, label and session, and each has a time");
            last = slot;
            _switches++;
        }
    }

    private void CheckKeys(int id, in Account account)
    {
        int count = 0;
        int last = 0;
        for (int key = account.FirstKey; key != 0; key = state.Limits[key].NextKey)
        {
            ref LimitRecord record = ref state.Limits[key];
            Invariant.That(record.Account == id && record.Key > last && !record.Revoked, "an account's living keys are listed by id");
            (last, count) = (record.Key, count + 1);
        }
        Invariant.That(count == account.KeyCount, "an account counts its living keys");
    }

    private void CheckSubs()
    {
        int[] subs = new int[state.AccountCount + 1];
        for (int id = 1; id <= state.AccountCount; id++)
        {
            if (state.Accounts[id].Root != id) subs[state.Accounts[id].Root]++;
        }
        for (int id = 1; id <= state.AccountCount; id++) Invariant.That(subs[id] == state.Accounts[id].SubCount, "a root counts its sub-accounts");
    }

    // What is on its way out, asset by asset, is the sum of the withdrawals under way.
    private void CheckPending()
    {
        long[] pending = new long[state.AssetCount + 1];
        int count = 0;
        for (int slot = 1; slot <= state.Withdrawals.HighWater; slot++)
        {
            ref Withdrawal withdrawal = ref state.Withdrawals[slot];
            if (withdrawal.Id == 0) continue;
            Invariant.That(state.FindWithdrawal(withdrawal.Id) == slot, "a withdrawal is found by its id");
            pending[withdrawal.Asset] += withdrawal.Amount;
            count++;
        }
        Invariant.That(count == state.Withdrawals.Count && count == state.WithdrawalIndex.Count, "the index knows the withdrawals under way and nobody else");
        Invariant.That(pending[EngineState.SettleAsset] == state.System.PendingWithdraw.Value, "what is pending is the sum of the withdrawals under way");
        for (int asset = EngineState.SettleAsset + 1; asset <= state.AssetCount; asset++)
            Invariant.That(pending[asset] == state.Assets[asset].PendingWithdraw, "what is pending of an asset is the sum of its withdrawals under way");
    }
}
