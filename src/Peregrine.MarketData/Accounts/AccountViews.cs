using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Accounts;

/// <summary>Copies of what accounts have and were told, for any thread. The fold never waits for a reader.</summary>
public sealed class AccountViews
{
    private readonly AccountStore _store;
    private readonly MoneyKeeper _money;

    internal AccountViews(AccountStore store, MoneyKeeper money) => (_store, _money) = (store, money);

    /// <summary>The highest number that an account has.</summary>
    public int Highest => _store.Accounts.Count;

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

    /// <summary>An order that has not ended, by its id, or the newest of a client's name when the id is none; false when there is none.</summary>
    public bool TryFindOrder(int account, OrderId order, ClientOrderId clientId, out OrderFacts facts)
    {
        ref AccountRecord record = ref _store.Accounts.Peek(account);
        bool isFound;
        Copying copying = new(ref record.Mark);
        do
        {
            isFound = false;
            facts = default;
            // Torn links may lead round and round: no account has more orders than this.
            int left = record.Facts.OrderCount;
            for (int at = record.FirstOrder; at != 0 && !isFound && left-- > 0; at = _store.Orders.Peek(at).Next)
            {
                ref readonly OrderFacts open = ref _store.Orders.Peek(at).Facts;
                isFound = order.IsNone ? open.ClientId == clientId : open.Order == order;
                if (isFound) facts = open;
            }
        }
        while (copying.WasTorn());
        return isFound;
    }

    /// <summary>Positions and settings by market, as many as fit.</summary>
    public int ReadPositions(int account, Span<PositionFacts> into)
    {
        int count = ReadList(account, _store.Positions, static (ref readonly AccountRecord record) => record.FirstPosition, into);
        into[..count].Sort(static (a, b) => a.Market.CompareTo(b.Market));
        return count;
    }

    /// <summary>Settings of a market in which an account never did anything.</summary>
    public PositionFacts DefaultPosition(int market) => new() { Market = (ushort)market, Leverage = _money.DefaultLeverage(market), Mode = MarginMode.Cross };

    /// <summary>Holdings of other assets than the settle asset, as many as fit.</summary>
    public int ReadHoldings(int account, Span<HoldingFacts> into) =>
        ReadList(account, _store.Holdings, static (ref readonly AccountRecord record) => record.FirstHolding, into);

    /// <summary>Withdrawals under way, the newest first, as many as fit.</summary>
    public int ReadWithdrawals(int account, Span<WithdrawalFacts> into) =>
        ReadList(account, _store.Withdrawals, static (ref readonly AccountRecord record) => record.FirstWithdrawal, into);

    /// <summary>Armed dead-man switches, as many as fit.</summary>
    public int ReadSwitches(int account, Span<SwitchFacts> into) =>
        ReadList(account, _store.Switches, static (ref readonly AccountRecord record) => record.FirstSwitch, into);

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

    /// <summary>Of the orders that ended and are kept the latest of an id, or of a client's name when the id is none; with members, a group's id stands for them.</summary>
    public bool TryFindFinished(int account, OrderId order, ClientOrderId clientId, bool orMember, out OrderFacts ended)
    {
        ref AccountRecord record = ref _store.Accounts.Peek(account);
        bool isFound;
        Copying copying = new(ref record.Mark);
        do isFound = LogReader.TryFindLatest(_store.Chunks, in record.Finished, order, clientId, orMember, out ended);
        while (copying.WasTorn());
        return isFound;
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

    // Where a list of an account begins, read anew at each attempt.
    private delegate int HeadOf(ref readonly AccountRecord record);

    private int ReadList<T>(int account, Pages<Linked<T>> from, HeadOf head, Span<T> into) where T : struct
    {
        ref AccountRecord record = ref _store.Accounts.Peek(account);
        int count;
        Copying copying = new(ref record.Mark);
        do count = Linked<T>.Copy(from, head(in record), into);
        while (copying.WasTorn());
        return count;
    }
}
