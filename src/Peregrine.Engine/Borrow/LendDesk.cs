using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Borrow;

/// <summary>Money into the lending vault and out of it, and who may borrow on purpose.</summary>
internal sealed class LendDesk(EngineState state, LimitBook limits, Collateral collateral, FundingSettlement funding, InsuranceFund insurance)
{
    private const long SharesMax = 1L << 60;

    public RejectCode Lend(in Command command, ref Outcome outcome)
    {
        ref readonly Lend body = ref Command.Body<Lend>(in command);
        int account = command.Header.Account;
        RejectCode code = limits.Permit(account, command.Header.Key, AllowedActions.Transfer, 0);
        if (code != RejectCode.None || IsKnown(body.Request, ref outcome)) return code;
        if (body.Amount.Value is <= 0 or > Collateral.AmountMax) return RejectCode.BadValue;
        funding.SettleAll(account);
        Int128 shares = LendingMath.SharesFor(body.Amount, state.Lending.TotalShares, state.Lending.Supplied);
        if (shares == 0 || state.Lending.TotalShares + shares > SharesMax) return RejectCode.BadValue;
        // What is lent must not be borrowed for it.
        if (body.Amount > state.Accounts[account].Cash) return RejectCode.InsufficientBalance;
        code = collateral.CheckOut(account, EngineState.SettleAsset, body.Amount.Value);
        if (code != RejectCode.None) return code;
        // From here on nothing may fail.
        collateral.Debit(account, EngineState.SettleAsset, body.Amount.Value, BalanceReason.Lend, 0);
        ref Account owner = ref state.Accounts[account];
        owner.LendShares = SharesOf(in owner) + (long)shares;
        owner.LendEpoch = state.Lending.Epoch;
        state.Lending.Supplied += body.Amount;
        state.Lending.TotalShares += (long)shares;
        Finish(account, body.Request, body.Amount, ref outcome);
        return RejectCode.None;
    }

    public RejectCode Unlend(in Command command, ref Outcome outcome)
    {
        ref readonly Unlend body = ref Command.Body<Unlend>(in command);
        int account = command.Header.Account;
        RejectCode code = limits.Permit(account, command.Header.Key, AllowedActions.Transfer, 0);
        if (code != RejectCode.None || IsKnown(body.Request, ref outcome)) return code;
        if (body.Shares <= 0) return RejectCode.BadValue;
        ref Account owner = ref state.Accounts[account];
        if (body.Shares > SharesOf(in owner)) return RejectCode.InsufficientBalance;
        Micros worth = LendingMath.WorthOf(body.Shares, state.Lending.TotalShares, state.Lending.Supplied);
        if (worth.Value == 0) return RejectCode.BadValue;
        if (worth > state.Lending.Supplied - state.Loans.Borrowed) return RejectCode.LendLiquidity;
        // From here on nothing may fail.
        owner.LendShares -= body.Shares;
        state.Lending.TotalShares -= body.Shares;
        state.Lending.Supplied -= worth;
        // The last lender leaves fractions behind; they are nobody's.
        if (state.Lending.TotalShares == 0)
        {
            insurance.Credit(null, state.Lending.Supplied);
            state.Lending.Supplied = Micros.Zero;
        }
        collateral.Credit(account, EngineState.SettleAsset, worth.Value, BalanceReason.Unlend, 0);
        Finish(account, body.Request, -worth, ref outcome);
        return RejectCode.None;
    }

    public RejectCode SetBorrowing(in Command command)
    {
        ref readonly SetBorrowing body = ref Command.Body<SetBorrowing>(in command);
        int account = command.Header.Account;
        if (command.Header.Key != 0) return RejectCode.NotPermitted;
        ref Account owner = ref state.Accounts[account];
        if (owner.Status == AccountStatus.Closed) return RejectCode.AccountState;
        // From here on nothing may fail.
        owner.MayBorrow = body.Switch == BorrowSwitch.On;
        Tell(account, Micros.Zero);
        return RejectCode.None;
    }

    /// <summary>Shares of a vault that lost everything are worth nothing to the one after it.</summary>
    private long SharesOf(in Account owner) => owner.LendEpoch == state.Lending.Epoch ? owner.LendShares : 0;

    private bool IsKnown(RequestKey request, ref Outcome outcome)
    {
        if (!state.Requests.TryFind(request, out outcome.Detail1)) return false;
        outcome.Duplicate = true;
        return true;
    }

    private void Finish(int account, RequestKey request, Micros amount, ref Outcome outcome)
    {
        state.Requests.Remember(request, state.Seq);
        Tell(account, amount);
        outcome.Detail1 = state.Seq;
    }

    private void Tell(int account, Micros amount) => state.Events.Add(account, 0, new LendChanged
    {
        Amount = amount,
        Shares = SharesOf(in state.Accounts[account]),
        TotalShares = state.Lending.TotalShares,
        Supplied = state.Lending.Supplied,
        Borrowed = state.Loans.Borrowed,
        MayBorrow = state.Accounts[account].MayBorrow ? 1 : 0,
    });
}
