using Peregrine.Core;
using Peregrine.Engine.Borrow;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Margin;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Accounts;

/// <summary>Moves balances, and says how much of one may leave.</summary>
internal sealed class Collateral(EngineState state, MarginBook margin, LossWatch losses)
{
    /// <summary>No single amount is larger.</summary>
    public const long AmountMax = 1L << 60;
    private const long DepositedMax = 1L << 62;
    /// <summary>Nobody borrows on purpose from a vault that is nearly lent out.</summary>
    private const long LoanUtilisationMaxPpb = 950_000_000;

    public RejectCode Deposit(in Command command, ref Outcome outcome)
    {
        ref readonly Deposit body = ref Command.Body<Deposit>(in command);
        int account = command.Header.Account;
        if (state.DepositKeys.TryFind(body.Source, out outcome.Detail1))
        {
            outcome.Duplicate = true;
            return RejectCode.None;
        }
        if (body.Source.IsNone || body.Amount is <= 0 or > AmountMax) return RejectCode.BadValue;
        if (!state.HasAsset(body.Asset)) return RejectCode.UnknownAsset;
        if (!FitsTotals(body.Asset, body.Amount)) return RejectCode.BadValue;
        if (state.DepositKeys.Full || !HasRoom(account, body.Asset)) return RejectCode.CapacityFull;
        // From here on nothing may fail.
        if (body.Asset == EngineState.SettleAsset) state.System.Deposited += new Micros(body.Amount);
        else state.Assets[body.Asset].Deposited += body.Amount;
        state.DepositKeys.Remember(body.Source, state.Seq);
        Credit(account, body.Asset, body.Amount, BalanceReason.Deposit, 0);
        outcome.Detail1 = state.Seq;
        return RejectCode.None;
    }

    /// <summary>Whether the amount may leave the account: its status, its prices, its balance, and what its margin leaves free.</summary>
    public RejectCode CheckOut(int account, int asset, long amount)
    {
        RejectCode code = Blocked(account);
        if (code != RejectCode.None) return code;
        if (amount > BalanceOf(account, asset)) return asset == EngineState.SettleAsset && state.Accounts[account].MayBorrow ? CheckLoan(account, amount) : RejectCode.InsufficientBalance;
        return amount > Free(account, asset) ? RejectCode.WithdrawLimit : RejectCode.None;
    }

    // Against collateral, never against paper profit; and only what the vault has and can spare.
    private RejectCode CheckLoan(int account, long amount)
    {
        if (!state.Lending.IsOn) return RejectCode.InsufficientBalance;
        if (amount > MarginBook.SpareValue(margin.Of(account)).Value) return RejectCode.WithdrawLimit;
        Micros loan = new(amount - Math.Max(0, state.Accounts[account].Cash.Value));
        bool spare = LendingMath.Utilisation(state.Loans.Borrowed, state.Lending.Supplied) < LoanUtilisationMaxPpb;
        return spare && loan <= state.Lending.Supplied - state.Loans.Borrowed ? RejectCode.None : RejectCode.LendLiquidity;
    }

    /// <summary>How much of the asset could leave the account now.</summary>
    public long Withdrawable(int account, int asset) => Blocked(account) == RejectCode.None ? Free(account, asset) : 0;

    /// <summary>Whether the account's record of the asset exists or can be made.</summary>
    public bool HasRoom(int account, int asset) =>
        asset == EngineState.SettleAsset || !state.Holdings.Full || state.FindHolding(account, asset) != 0;

    public void Credit(int account, int asset, long amount, BalanceReason reason, int counterparty)
    {
        if (asset == EngineState.SettleAsset)
        {
            MoveCash(account, amount, reason, counterparty);
            return;
        }
        Asset terms = state.Assets[asset];
        ref Holding holding = ref state.Holdings[state.NeedHolding(account, asset)];
        // Above either cap nothing counts for whoever brought it; what others hold keeps counting.
        long room = Math.Min(terms.Terms.AccountCap - holding.Counted, terms.Terms.PlatformCap - terms.Counted);
        Change(ref holding, terms, amount, Math.Min(amount, Math.Max(0, room)), reason, counterparty);
    }

    public void Debit(int account, int asset, long amount, BalanceReason reason, int counterparty)
    {
        if (asset == EngineState.SettleAsset)
        {
            MoveCash(account, -amount, reason, counterparty);
            return;
        }
        ref Holding holding = ref state.Holdings[state.FindHolding(account, asset)];
        // What does not count leaves first.
        long counted = Math.Max(0, amount - (holding.Amount - holding.Counted));
        Change(ref holding, state.Assets[asset], -amount, -counted, reason, counterparty);
    }

    private void MoveCash(int account, long change, BalanceReason reason, int counterparty)
    {
        ref Account owner = ref state.Accounts[account];
        state.MoveCash(account, new Micros(change));
        losses.Shift(account, new Micros(change));
        state.Touch(account);
        state.Events.Add(account, 0, new BalanceChanged
        {
            Change = change,
            Balance = owner.Cash.Value,
            Counterparty = counterparty,
            Asset = EngineState.SettleAsset,
            Reason = reason,
        });
    }

    private void Change(ref Holding holding, Asset asset, long change, long counted, BalanceReason reason, int counterparty)
    {
        Micros before = asset.MaintValue(holding.Counted);
        holding.Amount += change;
        holding.Counted += counted;
        asset.Held += change;
        asset.Counted += counted;
        losses.Shift(holding.Account, asset.MaintValue(holding.Counted) - before);
        state.Touch(holding.Account);
        state.Events.Add(holding.Account, 0, new BalanceChanged
        {
            Change = change,
            Balance = holding.Amount,
            Counted = holding.Counted,
            Counterparty = counterparty,
            Asset = holding.Asset,
            Reason = reason,
        });
    }

    // Totals of all time fit as well as what is inside now: a sum of balances can never overflow.
    private bool FitsTotals(int asset, long amount)
    {
        bool settle = asset == EngineState.SettleAsset;
        long deposited = settle ? state.System.Deposited.Value : state.Assets[asset].Deposited;
        long withdrawn = settle ? state.System.Withdrawn.Value : state.Assets[asset].Withdrawn;
        return deposited + amount <= DepositedMax && deposited - withdrawn + amount <= AmountMax;
    }

    private RejectCode Blocked(int account)
    {
        ref Account owner = ref state.Accounts[account];
        if (owner.Status is AccountStatus.Liquidating or AccountStatus.Closed) return RejectCode.AccountState;
        for (int slot = owner.FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            ref Position position = ref state.Positions[slot];
            if (position.Size.Value != 0 && !PriceRules.LetsMoneyOut(state.Markets[position.Market].PriceState)) return RejectCode.PriceState;
        }
        for (int slot = owner.FirstHolding; slot != 0; slot = state.Holdings[slot].Next)
        {
            Asset asset = state.Assets[state.Holdings[slot].Asset];
            bool weighs = state.Holdings[slot].Counted > 0 && asset.Terms.InitWeightPpb > 0;
            if (weighs && !PriceRules.LetsMoneyOut(asset.PriceState)) return RejectCode.PriceState;
        }
        return RejectCode.None;
    }

    /// <summary>What the account has of the asset; settle money may be below 0.</summary>
    public long BalanceOf(int account, int asset) =>
        asset == EngineState.SettleAsset ? state.Accounts[account].Cash.Value : state.Holdings[state.FindHolding(account, asset)].Amount;

    private long Free(int account, int asset)
    {
        long balance = BalanceOf(account, asset);
        long spare = MarginBook.SpareValue(margin.Of(account)).Value;
        if (balance <= 0 || spare < 0) return 0;
        if (asset == EngineState.SettleAsset) return Math.Min(balance, spare);
        long counted = state.Holdings[state.FindHolding(account, asset)].Counted;
        return balance - counted + Math.Min(counted, UnitsWorth(state.Assets[asset], spare, counted));
    }

    // ⌊value / (price · weight)⌋ in the asset's units. What weighs nothing is not held back by anything.
    private static long UnitsWorth(Asset asset, long value, long units)
    {
        Int128 weighted = (Int128)Micros.Min(asset.Index, asset.Average).Value * asset.Terms.InitWeightPpb;
        if (weighted == 0) return units;
        Int128 worth = (Int128)value * asset.Scale * Ppb.One / weighted;
        return worth < units ? (long)worth : units;
    }
}
