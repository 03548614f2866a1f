using Peregrine.Core;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Accounts;

/// <summary>Pays out: debits at once, then follows the payment until it is confirmed or given back.</summary>
internal sealed class Withdrawals(EngineState state, LimitBook limits, Collateral collateral, WithdrawalCaps caps, FundingSettlement funding)
{
    public RejectCode Request(in Command command, ref Outcome outcome)
    {
        ref readonly RequestWithdrawal body = ref Command.Body<RequestWithdrawal>(in command);
        int account = command.Header.Account;
        RejectCode code = limits.Permit(account, command.Header.Key, AllowedActions.Withdraw, 0);
        if (code != RejectCode.None) return code;
        if (state.Requests.TryFind(body.Request, out outcome.Detail1))
        {
            outcome.Duplicate = true;
            return RejectCode.None;
        }
        if (body.Amount is <= 0 or > Collateral.AmountMax) return RejectCode.BadValue;
        if (!state.HasAsset(body.Asset)) return RejectCode.UnknownAsset;
        funding.SettleAll(account);
        code = collateral.CheckOut(account, body.Asset, body.Amount);
        if (code != RejectCode.None) return code;
        if (!caps.Allow(body.Asset, body.Amount)) return RejectCode.WithdrawLimit;
        if (state.Withdrawals.Full) return RejectCode.CapacityFull;
        // From here on nothing may fail.
        collateral.Debit(account, body.Asset, body.Amount, BalanceReason.Withdrawal, 0);
        Hold(body.Asset, body.Amount);
        caps.Count(body.Asset, body.Amount);
        int slot = state.Withdrawals.Rent();
        state.Withdrawals[slot] = new Withdrawal
        {
            Id = state.Seq,
            Account = account,
            Asset = body.Asset,
            Amount = body.Amount,
            State = WithdrawalState.Debited,
        };
        state.WithdrawalIndex.Add(state.Seq, IndexCode.Of(IndexKind.Order, slot));
        state.Requests.Remember(body.Request, state.Seq);
        Tell(in state.Withdrawals[slot]);
        outcome.Detail1 = state.Seq;
        return RejectCode.None;
    }

    public RejectCode Resolve(in Command command, ref Outcome outcome)
    {
        ref readonly ResolveWithdrawal body = ref Command.Body<ResolveWithdrawal>(in command);
        if (body.State is < WithdrawalState.Debited or > WithdrawalState.Refunded) return RejectCode.BadValue;
        int slot = state.FindWithdrawal(body.Withdrawal);
        if (slot == 0) return RejectCode.UnknownWithdrawal;
        ref Withdrawal withdrawal = ref state.Withdrawals[slot];
        if (withdrawal.State == body.State) return RejectCode.AlreadyDone;
        if (!MayMove(withdrawal.State, body.State)) return RejectCode.BadTransition;
        // From here on nothing may fail.
        withdrawal.State = body.State;
        if (body.State is WithdrawalState.Confirmed or WithdrawalState.Refunded)
        {
            Hold(withdrawal.Asset, -withdrawal.Amount);
            if (body.State == WithdrawalState.Confirmed) BookWithdrawn(withdrawal.Asset, withdrawal.Amount);
            else collateral.Credit(withdrawal.Account, withdrawal.Asset, withdrawal.Amount, BalanceReason.Refund, 0);
        }
        Tell(in withdrawal);
        outcome.Detail1 = body.Withdrawal;
        if (body.State is WithdrawalState.Confirmed or WithdrawalState.Refunded) Forget(slot);
        return RejectCode.None;
    }

    private static bool MayMove(WithdrawalState from, WithdrawalState to) => to switch
    {
        WithdrawalState.Debited => false,
        WithdrawalState.Signed => from == WithdrawalState.Debited,
        WithdrawalState.Sent => from == WithdrawalState.Signed,
        WithdrawalState.Confirmed => from == WithdrawalState.Sent,
        WithdrawalState.Refunded => true,
    };

    private void Hold(int asset, long change)
    {
        if (asset == EngineState.SettleAsset) state.System.PendingWithdraw += new Micros(change);
        else state.Assets[asset].PendingWithdraw += change;
    }

    private void BookWithdrawn(int asset, long amount)
    {
        if (asset == EngineState.SettleAsset) state.System.Withdrawn += new Micros(amount);
        else state.Assets[asset].Withdrawn += amount;
    }

    private void Tell(in Withdrawal withdrawal) => state.Events.Add(withdrawal.Account, 0, new WithdrawalChanged
    {
        Withdrawal = withdrawal.Id,
        Amount = withdrawal.Amount,
        Asset = withdrawal.Asset,
        State = withdrawal.State,
    });

    private void Forget(int slot)
    {
        state.WithdrawalIndex.Remove(state.Withdrawals[slot].Id, IndexCode.Of(IndexKind.Order, slot));
        state.Withdrawals.Return(slot);
    }
}
