using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Accounts;

/// <summary>Positions, balances, withdrawals and switches of accounts, and the open interest that positions add up to.</summary>
internal sealed class MoneyKeeper(AccountStore store, AccountLog log)
{
    private const ushort SettleAsset = 1;
    private const ushort LeverageDefault = 10;

    private readonly LongIndex _positions = new();
    private readonly List<int> _touched = [];
    private readonly ushort[] _leverageMax = new ushort[ushort.MaxValue + 1];
    private readonly long[] _openInterest = new long[ushort.MaxValue + 1];

    /// <summary>Lots held long in a market, which are as many as are held short.</summary>
    public long OpenInterest(int market) => Volatile.Read(ref _openInterest[market]);

    public ushort DefaultLeverage(int market) => Math.Min(LeverageDefault, Volatile.Read(ref _leverageMax[market]));

    public void List(int market, in ListMarket terms) => Volatile.Write(ref _leverageMax[market], terms.LeverageMax);

    /// <summary>Records that are there keep their leverage, also one above a maximum that sank.</summary>
    public void Change(int market, in ChangeApplied applied)
    {
        if (applied.Parameter == AdminParameter.LeverageMax) Volatile.Write(ref _leverageMax[market], (ushort)applied.Value);
    }

    public void Load(int account, int market, in StatePosition told)
    {
        ref PositionFacts position = ref store.Positions[Find(account, market)].Facts;
        (position.Size, position.Cost, position.IsolatedMargin) = (told.Size, told.Cost, told.IsolatedMargin);
        (position.Realised, position.FeesPaid, position.FundingPaid) = (told.Realised, told.FeesPaid, told.FundingPaid);
        (position.Leverage, position.Mode) = (told.Leverage, told.Mode);
        Count(market, Lots.Zero, told.Size);
    }

    public void Load(int account, int market, in StateMmp told)
    {
        ref PositionFacts position = ref store.Positions[Find(account, market)].Facts;
        (position.MmpQty, position.MmpWindowNs, position.MmpFreezeNs) = (told.Qty, told.WindowNs, told.FreezeNs);
    }

    public void Load(int account, in StateHolding told) => SetHolding(account, told.Asset, told.Amount, told.Counted);

    public void Change(in EventHeader header, in PositionChanged changed)
    {
        ref PositionFacts position = ref Touch(in header);
        bool opens = position.Size.Value == 0 || position.Size.Value > 0 != changed.Size.Value > 0;
        Count(header.Market, position.Size, changed.Size);
        (position.Size, position.Cost, position.IsolatedMargin) = (changed.Size, changed.Cost, changed.IsolatedMargin);
        position.Realised = opens ? Micros.Zero : position.Realised + changed.Realised;
        position.FeesPaid = opens ? changed.Fees : position.FeesPaid + changed.Fees;
        if (opens) position.FundingPaid = Micros.Zero;
        (position.Leverage, position.Mode) = (changed.Leverage, changed.Mode);
        store.Touch(header.Account).Facts.Cash = changed.Cash;
    }

    public void Change(in EventHeader header, in LeverageChanged changed)
    {
        ref PositionFacts position = ref Touch(in header);
        (position.Leverage, position.Mode) = (changed.Leverage, changed.Mode);
    }

    public void Change(in EventHeader header, in MmpSet set)
    {
        ref PositionFacts position = ref Touch(in header);
        (position.MmpQty, position.MmpWindowNs, position.MmpFreezeNs) = (set.Qty, set.WindowNs, set.FreezeNs);
    }

    /// <summary>Money moved between an account's cash and its pot in a market, or came into either from elsewhere.</summary>
    public void Move(in EventHeader header, Micros pot, Micros cash)
    {
        Touch(in header).IsolatedMargin = pot;
        Hold(header.Account, cash);
    }

    /// <summary>What an account or a pot lacked was paid: without a market it was the account.</summary>
    public void Cover(in EventHeader header, Micros pot, Micros cash)
    {
        if (header.Market != 0) Move(in header, pot, cash);
        else Hold(header.Account, cash);
    }

    public void Pay(in EventHeader header, in FundingPaid paid)
    {
        Touch(in header).FundingPaid += paid.Amount;
        Move(in header, paid.IsolatedMargin, paid.Cash);
    }

    public void Hold(int account, Micros cash) => store.Touch(account).Facts.Cash = cash;

    public void Change(in EventHeader header, in BalanceChanged changed)
    {
        if (changed.Asset == SettleAsset)
        {
            ref AccountRecord record = ref store.Touch(header.Account);
            // What moved before in the same command was not told yet.
            TellCash(header.Account, new Micros(changed.Balance - changed.Change));
            record.Facts.Cash = new Micros(changed.Balance);
            record.ToldCash = record.Facts.Cash;
        }
        else
        {
            SetHolding(header.Account, changed.Asset, changed.Balance, changed.Counted);
        }
        log.Tell(header.Account, 0, PrivateChannel.Balances, header.Kind, new BalanceFacts
        {
            Change = changed.Change,
            Balance = changed.Balance,
            Counted = changed.Counted,
            Counterparty = changed.Counterparty,
            Asset = changed.Asset,
            Reason = changed.Reason,
        });
    }

    public void SetWithdrawal(int account, in WithdrawalFacts told)
    {
        ref AccountRecord record = ref store.Touch(account);
        int slot = record.FirstWithdrawal;
        while (slot != 0 && store.Withdrawals[slot].Facts.Withdrawal != told.Withdrawal) slot = store.Withdrawals[slot].Next;
        bool isOver = told.State is WithdrawalState.Confirmed or WithdrawalState.Refunded;
        if (slot == 0 && !isOver) AccountStore.Link(store.Withdrawals, ref record.FirstWithdrawal, account, in told);
        else if (slot != 0 && isOver) AccountStore.Unlink(store.Withdrawals, ref record.FirstWithdrawal, slot);
        else if (slot != 0) store.Withdrawals[slot].Facts = told;
    }

    /// <summary>A switch is armed, moved, or with time 0 taken off.</summary>
    public void SetSwitch(int account, in SwitchFacts told)
    {
        ref AccountRecord record = ref store.Touch(account);
        int slot = record.FirstSwitch;
        while (slot != 0 && !IsSame(in store.Switches[slot].Facts, in told)) slot = store.Switches[slot].Next;
        if (slot == 0 && told.DueNs != 0) AccountStore.Link(store.Switches, ref record.FirstSwitch, account, in told);
        else if (slot != 0 && told.DueNs == 0) AccountStore.Unlink(store.Switches, ref record.FirstSwitch, slot);
        else if (slot != 0) store.Switches[slot].Facts = told;
    }

    /// <summary>The command is over: owners are told of their positions, and of cash that moved without a word of its own.</summary>
    public void Finish()
    {
        foreach (int slot in _touched)
        {
            ref Linked<PositionFacts> position = ref store.Positions[slot];
            EventKind kind = (EventKind)position.Touched;
            position.Touched = 0;
            log.Tell(position.Account, position.Facts.Market, PrivateChannel.Positions, kind, in position.Facts);
        }
        _touched.Clear();
        // By number: telling an account may touch the one whose oldest messages make room.
        for (int i = 0; i < store.Touched.Count; i++) TellCash(store.Touched[i], store.Accounts[store.Touched[i]].Facts.Cash);
    }

    private void TellCash(int account, Micros cash)
    {
        ref AccountRecord record = ref store.Accounts[account];
        if (cash == record.ToldCash) return;
        BalanceFacts told = new() { Change = (cash - record.ToldCash).Value, Balance = cash.Value, Asset = SettleAsset };
        record.ToldCash = cash;
        log.Tell(account, 0, PrivateChannel.Balances, EventKind.PositionChanged, in told);
    }

    private ref PositionFacts Touch(in EventHeader header)
    {
        int slot = Find(header.Account, header.Market);
        ref Linked<PositionFacts> position = ref store.Positions[slot];
        if (position.Touched == 0)
        {
            position.Touched = (byte)header.Kind;
            _touched.Add(slot);
        }
        return ref position.Facts;
    }

    private int Find(int account, int market)
    {
        ref AccountRecord record = ref store.Touch(account);
        long key = ((long)account << 16) | (uint)market;
        int slot = _positions.Find(key);
        if (slot != 0) return slot;
        PositionFacts none = new() { Market = (ushort)market, Leverage = DefaultLeverage(market), Mode = MarginMode.Cross };
        slot = AccountStore.Link(store.Positions, ref record.FirstPosition, account, in none);
        _positions.Add(key, slot);
        return slot;
    }

    private void SetHolding(int account, ushort asset, long amount, long counted)
    {
        ref AccountRecord record = ref store.Touch(account);
        int slot = record.FirstHolding;
        while (slot != 0 && store.Holdings[slot].Facts.Asset != asset) slot = store.Holdings[slot].Next;
        HoldingFacts facts = new(amount, counted, asset);
        if (slot == 0) AccountStore.Link(store.Holdings, ref record.FirstHolding, account, in facts);
        else store.Holdings[slot].Facts = facts;
    }

    private void Count(int market, Lots before, Lots after) =>
        Volatile.Write(ref _openInterest[market], _openInterest[market] + Math.Max(0, after.Value) - Math.Max(0, before.Value));

    private static bool IsSame(in SwitchFacts a, in SwitchFacts b) => a.Market == b.Market && a.Label == b.Label && a.Session == b.Session;
}
