using Peregrine.Core;
using Peregrine.Engine.Funding;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Accounts;

/// <summary>Moves balances between accounts of one root, at once, under the sender's conditions for a withdrawal.</summary>
internal sealed class Transfers(EngineState state, LimitBook limits, Collateral collateral, FundingSettlement funding)
{
    public RejectCode Move(in Command command, ref Outcome outcome)
    {
        ref readonly Transfer body = ref Command.Body<Transfer>(in command);
        int account = command.Header.Account;
        RejectCode code = limits.Permit(account, command.Header.Key, AllowedActions.Transfer, 0);
        if (code != RejectCode.None) return code;
        if (state.Requests.TryFind(body.Request, out outcome.Detail1))
        {
            outcome.Duplicate = true;
            return RejectCode.None;
        }
        if (body.Amount is <= 0 or > Collateral.AmountMax || body.ToAccount == account) return RejectCode.BadValue;
        if (!state.HasAsset(body.Asset)) return RejectCode.UnknownAsset;
        if (!state.HasAccount(body.ToAccount)) return RejectCode.UnknownAccount;
        if (state.Accounts[body.ToAccount].Root != state.Accounts[account].Root) return RejectCode.NotPermitted;
        if (state.Accounts[body.ToAccount].Status == AccountStatus.Closed) return RejectCode.AccountState;
        funding.SettleAll(account);
        code = collateral.CheckOut(account, body.Asset, body.Amount);
        if (code != RejectCode.None) return code;
        if (!collateral.HasRoom(body.ToAccount, body.Asset)) return RejectCode.CapacityFull;
        // From here on nothing may fail.
        collateral.Debit(account, body.Asset, body.Amount, BalanceReason.TransferOut, body.ToAccount);
        collateral.Credit(body.ToAccount, body.Asset, body.Amount, BalanceReason.TransferIn, account);
        state.Requests.Remember(body.Request, state.Seq);
        outcome.Detail1 = state.Seq;
        return RejectCode.None;
    }
}
