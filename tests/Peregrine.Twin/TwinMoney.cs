using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>Deposits, withdrawals, transfers, and what moves margin without a trade.</summary>
public sealed partial class TwinEngine
{
    private TwinHolding Holding(int account, int asset)
    {
        SortedDictionary<int, TwinHolding> holdings = Account(account).Holdings;
        if (!holdings.TryGetValue(asset, out TwinHolding? holding)) holdings[asset] = holding = new TwinHolding();
        return holding;
    }

    private bool Fits(int asset, long amount) =>
        _s.AssetDeposits.GetValueOrDefault(asset) + amount <= (Int128)1 << 62 && _s.AssetNet.GetValueOrDefault(asset) + amount <= (Int128)1 << 60;

    /// <summary>Moves a balance and tells it. New collateral counts up to its caps; what leaves is the uncounted part first.</summary>
    private void MoveBalance(int account, int asset, long change, BalanceReason reason, int counterparty = 0)
    {
        long balance, counted = 0;
        long before = Equity(account, Level.Maint);
        if (asset == 1)
        {
            Account(account).Cash += change;
            balance = Account(account).Cash;
        }
        else
        {
            TwinHolding holding = Holding(account, asset);
            holding.Balance += change;
            if (change > 0)
            {
                ListAsset terms = _s.Assets[asset - 1].Terms;
                long all = _s.Accounts.Sum(a => a.Holdings.TryGetValue(asset, out TwinHolding? h) ? h.Counted : 0);
                long room = Math.Min(terms.AccountCap - holding.Counted, terms.PlatformCap - all);
                holding.Counted += Math.Clamp(room, 0, change);
            }
            else
            {
                holding.Counted = Math.Min(holding.Counted, holding.Balance);
            }
            (balance, counted) = (holding.Balance, holding.Counted);
        }
        if (reason is not (BalanceReason.Referral or BalanceReason.Builder)) Shift(account, Equity(account, Level.Maint) - before);
        Tell(account, 0, new BalanceChanged { Change = change, Balance = balance, Counted = counted, Counterparty = counterparty, Asset = (ushort)asset, Reason = reason });
    }

    private void Net(int asset, long amount) => _s.AssetNet[asset] = _s.AssetNet.GetValueOrDefault(asset) + amount;

    private RejectCode Credit(in CommandHeader header, in Deposit body)
    {
        if (_s.Deposits.TryGetValue(body.Source, out long credited))
        {
            (_answer.Duplicate, _answer.Detail1) = (true, credited);
            return RejectCode.None;
        }
        if (body.Source.IsNone || body.Amount is <= 0 or > AmountMax) return RejectCode.BadValue;
        if (body.Asset == 0 || body.Asset > _s.Assets.Count) return RejectCode.UnknownAsset;
        if (!Fits(body.Asset, body.Amount)) return RejectCode.BadValue;
        if (_s.Deposits.Count >= _s.Capacities.DepositKeysMax) return RejectCode.CapacityFull;
        Net(body.Asset, body.Amount);
        _s.AssetDeposits[body.Asset] = _s.AssetDeposits.GetValueOrDefault(body.Asset) + body.Amount;
        MoveBalance(header.Account, body.Asset, body.Amount, BalanceReason.Deposit);
        _s.Deposits = _s.Deposits.SetItem(body.Source, _seq);
        _answer.Detail1 = _seq;
        return RejectCode.None;
    }

    /// <summary>The test of everything that leaves an account: withdrawals and transfers.</summary>
    private RejectCode MayLeave(int account, int asset, long amount)
    {
        if (Account(account).Status is AccountStatus.Liquidating or AccountStatus.Closed) return RejectCode.AccountState;
        bool fresh = Account(account).Positions.All(p => p.Value.Size == 0 || Market(p.Key).Prices == PriceState.Fresh)
            && Account(account).Holdings.All(h => h.Value.Counted == 0 || _s.Assets[h.Key - 1].Terms.InitWeightPpb == 0 || _s.Assets[h.Key - 1].Prices == PriceState.Fresh);
        if (!fresh) return RejectCode.PriceState;
        long balance = asset == 1 ? Account(account).Cash : Holding(account, asset).Balance;
        bool onCredit = asset == 1 && Account(account).MayBorrow && LoansBear;
        if (amount > balance && !onCredit) return RejectCode.InsufficientBalance;
        (long value, bool covered) = Withdrawable(account);
        if (asset == 1) return amount > value ? RejectCode.WithdrawLimit : MayOwe(account, amount);
        TwinAsset terms = _s.Assets[asset - 1];
        if (!covered) return RejectCode.WithdrawLimit;
        long counts = amount - (balance - Holding(account, asset).Counted);
        if (terms.Terms.InitWeightPpb == 0 || counts <= 0) return RejectCode.None;
        long price = Math.Min(terms.Index, terms.Average);
        Int128 most = price == 0 ? counts : (Int128)value * Scale(terms) * R / ((Int128)price * terms.Terms.InitWeightPpb);
        return counts <= most ? RejectCode.None : RejectCode.WithdrawLimit;
    }

    private RejectCode Withdraw(in CommandHeader header, in RequestWithdrawal body)
    {
        int account = header.Account;
        if (!MayDo(header, AllowedActions.Withdraw)) return RejectCode.NotPermitted;
        if (Repeated(body.Request)) return RejectCode.None;
        if (body.Amount is <= 0 or > AmountMax) return RejectCode.BadValue;
        if (body.Asset == 0 || body.Asset > _s.Assets.Count) return RejectCode.UnknownAsset;
        SettleFundingOf(account);
        RejectCode code = MayLeave(account, body.Asset, body.Amount);
        if (code != RejectCode.None) return code;
        if (!UnderCaps(body.Asset, body.Amount)) return RejectCode.WithdrawLimit;
        if (_s.Withdrawals.Count >= _s.Capacities.WithdrawalsMax) return RejectCode.CapacityFull;
        _s.Assets[body.Asset - 1].Left.Add((_now, body.Amount));
        _s.Withdrawals[_seq] = new TwinWithdrawal { Id = _seq, Account = account, Asset = body.Asset, Amount = body.Amount, State = WithdrawalState.Debited };
        MoveBalance(account, body.Asset, -body.Amount, BalanceReason.Withdrawal);
        Tell(account, 0, new WithdrawalChanged { Withdrawal = _seq, Amount = body.Amount, Asset = body.Asset, State = WithdrawalState.Debited });
        Remember(body.Request, _seq);
        _answer.Detail1 = _seq;
        return RejectCode.None;
    }

    /// <summary>What all accounts withdrew in this UTC hour and day, against shares of what was ever deposited and not paid out.</summary>
    private bool UnderCaps(int asset, long amount)
    {
        TwinAsset known = _s.Assets[asset - 1];
        Int128 inside = _s.AssetNet.GetValueOrDefault(asset);
        Int128 since(long span) => known.Left.Where(l => l.AtNs / span == _now / span).Aggregate(Int128.Zero, (sum, l) => sum + l.Amount);
        return amount + since(Hour) <= Int128.Max(inside / 100, known.WithdrawalFloor) && amount + since(Day) <= Int128.Max(inside / 10, known.WithdrawalFloor);
    }

    private RejectCode Set(in SetWithdrawalCaps body)
    {
        if (body.Asset == 0 || body.Asset > _s.Assets.Count) return RejectCode.UnknownAsset;
        if (body.Floor is < 0 or > AmountMax) return RejectCode.BadParameter;
        if (_s.FoundingEnded && body.Floor > _s.Assets[body.Asset - 1].WithdrawalFloor) return RejectCode.NotPermitted;
        _s.Assets[body.Asset - 1].WithdrawalFloor = body.Floor;
        _answer.Detail1 = body.Asset;
        Tell(0, 0, new WithdrawalCapsSet { Floor = body.Floor, Asset = body.Asset });
        return RejectCode.None;
    }

    private RejectCode Resolve(in ResolveWithdrawal body)
    {
        if (!_s.Withdrawals.TryGetValue(body.Withdrawal, out TwinWithdrawal? w)) return RejectCode.UnknownWithdrawal;
        if (body.State == w.State) return RejectCode.AlreadyDone;
        bool next = body.State == WithdrawalState.Refunded || (body.State <= WithdrawalState.Confirmed && (int)body.State == (int)w.State + 1);
        if (!next) return RejectCode.BadTransition;
        w.State = body.State;
        if (body.State == WithdrawalState.Refunded) MoveBalance(w.Account, w.Asset, w.Amount, BalanceReason.Refund);
        if (body.State == WithdrawalState.Confirmed) Net(w.Asset, -w.Amount);
        Tell(w.Account, 0, new WithdrawalChanged { Withdrawal = w.Id, Amount = w.Amount, Asset = (ushort)w.Asset, State = w.State });
        if (body.State is WithdrawalState.Refunded or WithdrawalState.Confirmed) _s.Withdrawals.Remove(w.Id);
        _answer.Detail1 = w.Id;
        return RejectCode.None;
    }

    private RejectCode Send(in CommandHeader header, in Transfer body)
    {
        int account = header.Account;
        if (!MayDo(header, AllowedActions.Transfer)) return RejectCode.NotPermitted;
        if (Repeated(body.Request)) return RejectCode.None;
        if (body.Amount is <= 0 or > AmountMax || body.ToAccount == account) return RejectCode.BadValue;
        if (body.Asset == 0 || body.Asset > _s.Assets.Count) return RejectCode.UnknownAsset;
        if (body.ToAccount <= 0 || body.ToAccount > _s.Accounts.Count) return RejectCode.UnknownAccount;
        if (GroupOf(body.ToAccount) != GroupOf(account)) return RejectCode.NotPermitted;
        if (Account(body.ToAccount).Status == AccountStatus.Closed) return RejectCode.AccountState;
        SettleFundingOf(account);
        RejectCode code = MayLeave(account, body.Asset, body.Amount);
        if (code != RejectCode.None) return code;
        MoveBalance(account, body.Asset, -body.Amount, BalanceReason.TransferOut, body.ToAccount);
        MoveBalance(body.ToAccount, body.Asset, body.Amount, BalanceReason.TransferIn, account);
        Remember(body.Request, _seq);
        _answer.Detail1 = _seq;
        return RejectCode.None;
    }

    /// <summary>What a command about a position asks first.</summary>
    private RejectCode MayManage(in CommandHeader header, int market)
    {
        if (!MayDo(header, AllowedActions.Trade) || !MayTrade(header, market)) return RejectCode.NotPermitted;
        return MarketOrNull(market) is null ? RejectCode.UnknownMarket : RejectCode.None;
    }

    private bool IsStopped(int account) => Account(account).Status is AccountStatus.Liquidating or AccountStatus.Closed;

    private RejectCode Short(long needed, long available)
    {
        (_answer.Detail1, _answer.Detail2) = (needed, available);
        return RejectCode.InsufficientMargin;
    }

    private RejectCode Set(in CommandHeader header, SetLeverage body)
    {
        RejectCode code = MayManage(header, body.Market);
        if (code != RejectCode.None) return code;
        int account = header.Account;
        TwinMarket market = Market(body.Market);
        if (body.Leverage == 0 || body.Leverage > market.Terms.LeverageMax) return RejectCode.LeverageRange;
        int most = Account(account).Limits.Now.LeverageMax;
        int keyMost = header.Key == 0 ? 0 : _s.Keys[header.Key - 1].Limits.Now.LeverageMax;
        if ((most != 0 && body.Leverage > most) || (keyMost != 0 && body.Leverage > keyMost)) return RejectCode.KeyLimit;
        if (IsStopped(account)) return RejectCode.AccountState;
        if (Position(account, market.Id).Leverage == body.Leverage) return RejectCode.None;
        SettleFunding(account, market);
        return Try(() => ChangeLeverage(account, Market(body.Market), body.Leverage));
    }

    private RejectCode ChangeLeverage(int account, TwinMarket market, ushort leverage)
    {
        TwinPosition p = Position(account, market.Id);
        bool raises = leverage > p.Leverage;
        long before = Available(account), move = 0;
        p.Leverage = leverage;
        if (!p.Isolated)
        {
            long left = Available(account);
            if (ExposureWith(account, market, Side.Buy, 0) != 0 && left < 0) return Short(before - left, before);
        }
        else
        {
            if (p.Size != 0)
            {
                long need = Initial(p, market, Formulas.Notional(p.Size, market.Mark, market.Tv)), pot = p.IsoMargin + Unrealised(p, market);
                if (raises && need > pot) return Short(need, pot);
                if (!raises) move = Math.Max(0, need - p.IsoMargin);
            }
            p.IsoMargin += move;
            if (move != 0) Account(account).Cash -= move;
            long left = Available(account);
            if ((move != 0 || OrderMargin(account, market) != 0) && left < 0) return Short(before - left, before);
        }
        p.Used = true;
        Tell(account, market.Id, new LeverageChanged { Leverage = leverage, Mode = p.Mode });
        if (move > 0) Tell(account, market.Id, new MarginMoved { Amount = new(move), IsolatedMargin = new(p.IsoMargin), Cash = new(Account(account).Cash) });
        return RejectCode.None;
    }

    private RejectCode Set(in CommandHeader header, in SetMarginMode body)
    {
        int account = header.Account, id = body.Market;
        RejectCode code = MayManage(header, id);
        if (code != RejectCode.None) return code;
        if (IsStopped(account)) return RejectCode.AccountState;
        TwinPosition p = Position(account, id);
        if (p.Mode == body.Mode) return RejectCode.None;
        if (p.Size != 0 || _s.Orders.Values.Any(o => o.Account == account && o.Market == id && o.Place != Place.Twap) || _s.Cases.Exists(c => c.Part == new TwinPart(account, id))) return RejectCode.MarginModeLocked;
        (p.Mode, p.Used) = (body.Mode, true);
        Tell(account, id, new LeverageChanged { Leverage = (ushort)p.Leverage, Mode = p.Mode });
        return RejectCode.None;
    }

    private RejectCode Move(in CommandHeader header, in MoveMargin body)
    {
        int account = header.Account;
        RejectCode code = MayManage(header, body.Market);
        if (code != RejectCode.None) return code;
        TwinMarket market = Market(body.Market);
        TwinPosition p = Position(account, market.Id);
        long amount = body.Amount.Value;
        if (amount == 0 || amount > AmountMax || amount < -AmountMax) return RejectCode.BadValue;
        AccountStatus status = Account(account).Status;
        if (status == AccountStatus.Closed || (status == AccountStatus.Liquidating && amount < 0)) return RejectCode.AccountState;
        if (!p.Isolated || p.Size == 0) return RejectCode.NoPosition;
        SettleFunding(account, market);
        if (amount > 0)
        {
            long available = Available(account);
            if (amount > available) return Short(amount, available);
        }
        else
        {
            if (market.Terms.StrictIsolated == 1) return RejectCode.StrictIsolated;
            if (market.Prices != PriceState.Fresh) return RejectCode.PriceState;
            long n = Formulas.Notional(p.Size, market.Mark, market.Tv);
            long need = Math.Max(Initial(p, market, n), Ceil(n, 10));
            long free = p.IsoMargin + Math.Min(Unrealised(p, market), 0) - need;
            if (-amount > free) return Short(-amount, free);
        }
        p.IsoMargin += amount;
        Account(account).Cash -= amount;
        Tell(account, market.Id, new MarginMoved { Amount = new(amount), IsolatedMargin = new(p.IsoMargin), Cash = new(Account(account).Cash) });
        return RejectCode.None;
    }

    private RejectCode Set(in CommandHeader header, in SetMmp body)
    {
        RejectCode code = MayManage(header, body.Market);
        if (code != RejectCode.None) return code;
        bool off = body.Qty.Value == 0 && body.WindowNs == 0 && body.FreezeNs == 0;
        bool on = body.Qty.Value > 0 && body.WindowNs is > 0 and <= Day && body.FreezeNs is > 0 and <= Day;
        if (body.ResetOnly == 1 ? !off : !off && !on) return RejectCode.BadValue;
        if (Account(header.Account).Status == AccountStatus.Closed) return RejectCode.AccountState;
        TwinPosition p = Position(header.Account, body.Market);
        if (body.ResetOnly == 0) (p.MmpQty, p.MmpWindowNs, p.MmpFreezeNs) = (body.Qty.Value, body.WindowNs, body.FreezeNs);
        p.Used |= on;
        (p.MmpFilled, p.MmpWindowStartNs, p.MmpFrozenUntilNs) = (0, 0, 0);
        Tell(header.Account, body.Market, new MmpSet { Qty = new(p.MmpQty), WindowNs = p.MmpWindowNs, FreezeNs = p.MmpFreezeNs });
        return RejectCode.None;
    }
}
