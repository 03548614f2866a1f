using Peregrine.Core;
using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Accounts;

/// <summary>The records of all accounts. One thread changes them; an account that changes is marked until its command is told to the end.</summary>
internal sealed class AccountStore(AccountLimits limits)
{
    private readonly List<int> _touched = [];

    public Pages<AccountRecord> Accounts { get; } = new();
    public Pages<OrderRecord> Orders { get; } = new();
    public Pages<Linked<PositionFacts>> Positions { get; } = new();
    public Pages<Linked<HoldingFacts>> Holdings { get; } = new();
    public Pages<Linked<WithdrawalFacts>> Withdrawals { get; } = new();
    public Pages<Linked<SwitchFacts>> Switches { get; } = new();
    public ChunkPool Chunks { get; } = new(limits.LogBytes);
    public AccountLimits Limits => limits;

    /// <summary>Told of each account whose changes may be seen from now on.</summary>
    public Action<int>? Shown { get; set; }

    /// <summary>The account, marked as changing. Accounts that nobody opened have records too, of zeros.</summary>
    public ref AccountRecord Touch(int account)
    {
        Accounts.Reach(account);
        ref AccountRecord record = ref Accounts[account];
        if (record.Mark.IsWriting) return ref record;
        record.Mark.Begin();
        _touched.Add(account);
        return ref record;
    }

    public IReadOnlyList<int> Touched => _touched;

    /// <summary>The command is told to the end: what it changed may be seen.</summary>
    public void Show()
    {
        foreach (int account in _touched)
        {
            Accounts[account].Mark.End();
            Shown?.Invoke(account);
        }
        _touched.Clear();
    }

    /// <summary>A record at the head of an account's list.</summary>
    public static int Link<T>(Pages<Linked<T>> pages, ref int first, int account, in T facts) where T : struct
    {
        int slot = pages.Rent();
        pages[slot] = new Linked<T> { Facts = facts, Next = first, Account = account };
        first = slot;
        return slot;
    }

    public static void Unlink<T>(Pages<Linked<T>> pages, ref int first, int slot) where T : struct
    {
        ref int link = ref first;
        while (link != slot)
        {
            Invariant.That(link != 0, "what is unlinked stands in its list");
            link = ref pages[link].Next;
        }
        link = pages[slot].Next;
        pages.Return(slot);
    }
}
