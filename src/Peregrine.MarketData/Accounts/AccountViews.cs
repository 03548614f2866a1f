using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Accounts;

/// <summary>Copies of what accounts have and were told, for any thread. The fold never waits for a reader.</summary>
public sealed class AccountViews
{
    private readonly AccountStore _store;
    private readonly MoneyKeeper _money;

    internal AccountViews(AccountStore store, MoneyKeeper money) => (_store, _money) = (store, money);

    /// <summary>The account's facts; false when nobody opened it.</summary>
    public bool TryRead(int account, out AccountFacts facts)
    {
        ref AccountRecord record = ref _store.Accounts.Peek(account);
        Copying copying = new(ref record.Mark);
        do facts = record.Facts;
        while (copying.WasTorn());
        return facts.Account == account && facts.Status != 0;
    }

    /// <summary>Orders that have not ended, the newest first, as many as fit.</summary>
    public int ReadOrders(int account, Span<OrderFacts> into)
    {
        ref AccountRecord record = ref _store.Accounts.Peek(account);
        int count;
        Copying copying = new(ref record.Mark);
        do
        {
            count = 0;
            for (int at = record.FirstOrder; at != 0 && count < into.Length; at = _store.Orders.Peek(at).Next) into[count++] = _store.Orders.Peek(at).Facts;
        }
        while (copying.WasTorn());
        return count;
    }

    /// <summary>Positions and settings by market, as many as fit.</summary>
    public int ReadPositions(int account, Span<PositionFacts> into)
    {
        ref AccountRecord record = ref _store.Accounts.Peek(account);
        int count;
        Copying copying = new(ref record.Mark);
        do count = Linked<PositionFacts>.Copy(_store.Positions, record.FirstPosition, into);
        while (copying.WasTorn());
        into[..count].Sort(static (a, b) => a.Market.CompareTo(b.Market));
        return count;
    }

    /// <summary>Settings of a market in which an account never did anything.</summary>
    public PositionFacts DefaultPosition(int market) => new() { Market = (ushort)market, Leverage = _money.DefaultLeverage(market), Mode = MarginMode.Cross };

    /// <summary>Holdings of other assets than the settle asset, as many as fit.</summary>
    public int ReadHoldings(int account, Span<HoldingFacts> into)
    {
        ref AccountRecord record = ref _store.Accounts.Peek(account);
        int count;
        Copying copying = new(ref record.Mark);
        do count = Linked<HoldingFacts>.Copy(_store.Holdings, record.FirstHolding, into);
        while (copying.WasTorn());
        return count;
    }

    /// <summary>Withdrawals under way, the newest first, as many as fit.</summary>
    public int ReadWithdrawals(int account, Span<WithdrawalFacts> into)
    {
        ref AccountRecord record = ref _store.Accounts.Peek(account);
        int count;
        Copying copying = new(ref record.Mark);
        do count = Linked<WithdrawalFacts>.Copy(_store.Withdrawals, record.FirstWithdrawal, into);
        while (copying.WasTorn());
        return count;
    }

    /// <summary>Armed dead-man switches, as many as fit.</summary>
    public int ReadSwitches(int account, Span<SwitchFacts> into)
    {
        ref AccountRecord record = ref _store.Accounts.Peek(account);
        int count;
        Copying copying = new(ref record.Mark);
        do count = Linked<SwitchFacts>.Copy(_store.Switches, record.FirstSwitch, into);
        while (copying.WasTorn());
        return count;
    }

    /// <summary>The latest fills, oldest first, as many as fit and are kept.</summary>
    public int ReadFills(int account, Span<FillFacts> into)
    {
        ref AccountRecord record = ref _store.Accounts.Peek(account);
        int count;
        Copying copying = new(ref record.Mark);
        do count = LogReader.CopyLatest(_store.Chunks, in record.Fills, into);
        while (copying.WasTorn());
        return count;
    }

    /// <summary>Orders that ended last, oldest first, as many as fit and are kept.</summary>
    public int ReadFinished(int account, Span<OrderFacts> into)
    {
        ref AccountRecord record = ref _store.Accounts.Peek(account);
        int count;
        Copying copying = new(ref record.Mark);
        do count = LogReader.CopyLatest(_store.Chunks, in record.Finished, into);
        while (copying.WasTorn());
        return count;
    }

    /// <summary>Everything an account was told behind a command, in whole steps, as many as fit. <see cref="PrivateReader"/> walks it.</summary>
    public PrivateRead ReadPrivate(int account, long afterSeq, Span<byte> into)
    {
        ref AccountRecord record = ref _store.Accounts.Peek(account);
        PrivateRead read;
        Copying copying = new(ref record.Mark);
        do read = LogReader.CopyAfter(_store.Chunks, in record.Sequence, afterSeq, into);
        while (copying.WasTorn());
        return read;
    }

    /// <summary>Lots held long in a market, which are as many as are held short.</summary>
    public Lots OpenInterest(int market) => new(_money.OpenInterest(market));

    /// <summary>Bytes that private sequences, fills and finished orders take now.</summary>
    public long LogBytes => (long)_store.Chunks.Count * ChunkPool.ChunkBytes;
}
