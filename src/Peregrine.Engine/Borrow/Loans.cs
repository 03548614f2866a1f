using System.Numerics;
using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Borrow;

/// <summary>Who owes the venue settle money, and how much everybody does together. A loan is negative cash and nothing else.</summary>
/// <remarks>
/// Kept at every change of cash, for who owes before or after it; nobody else pays more than the test of a sign. Interest up to a change is put
/// aside and paid when the command ends, so that no fill is tested with other money than it moves. Derived, but for the times of accrual.
/// </remarks>
internal sealed class Loans(EngineState state, LendingState lending)
{
    private const long Millisecond = 1_000_000;
    private const int WordBits = 64;

    // One bit an account: walks by account id, whatever came when.
    private readonly ulong[] _borrowers = new ulong[state.Capacities.AccountsMax / WordBits + 2];
    private readonly int[] _due = new int[state.Capacities.AccountsMax];
    private readonly Interest[] _interest = new Interest[state.Capacities.AccountsMax + 1];
    private int _dueCount;

    /// <summary>Interest of one loan up to now, and what it was computed from.</summary>
    public struct Interest
    {
        public Micros Loan;
        public Micros Amount;
        /// <summary>As they were then: the hour may end before it is paid.</summary>
        public long RatePpb;
        public long BeforeRatePpb;
        public int BeforeMs;
        public int Ms;
    }

    /// <summary>Σ of all loans.</summary>
    public Micros Borrowed { get; private set; }

    /// <summary>A loan changed since somebody last looked.</summary>
    public bool HasChanged { get; set; }

    /// <summary>Interest waits to be paid.</summary>
    public bool HasDue => _dueCount != 0;

    /// <summary>The account's cash went from one value to another, one of them below 0.</summary>
    public void Changed(int account, Micros before, Micros after)
    {
        ref Account owner = ref state.Accounts[account];
        if (before.Value < 0) PutAside(account, LoanOf(before));
        owner.AccruedNs = state.NowNs;
        Borrowed += LoanOf(after) - LoanOf(before);
        Mark(account, after.Value < 0);
        HasChanged = true;
    }

    /// <summary>Interest of the account's loan up to a time that is not over yet, and from then on paid.</summary>
    public Interest AccrueTo(int account, long untilNs)
    {
        ref Account owner = ref state.Accounts[account];
        Interest interest = Of(LoanOf(owner.Cash), owner.AccruedNs, untilNs);
        owner.AccruedNs = Math.Max(owner.AccruedNs, untilNs);
        return interest;
    }

    /// <summary>Takes interest: the loan grows by it, from where it is paid up to.</summary>
    public void Charge(int account, Micros interest)
    {
        ref Account owner = ref state.Accounts[account];
        Micros before = owner.Cash;
        owner.Cash = before - interest;
        if (before.Value >= 0) owner.AccruedNs = state.NowNs;
        Borrowed += LoanOf(owner.Cash) - LoanOf(before);
        Mark(account, owner.Cash.Value < 0);
        HasChanged = true;
    }

    /// <summary>What the account's loan would be charged if it were looked at now; changes nothing.</summary>
    public Micros InterestOf(int account, long untilNs)
    {
        ref Account owner = ref state.Accounts[account];
        return Of(LoanOf(owner.Cash), owner.AccruedNs, untilNs).Amount;
    }

    /// <summary>Accounts whose interest was put aside, by id; from here on nobody's is.</summary>
    public ReadOnlySpan<int> TakeDue()
    {
        Span<int> due = _due.AsSpan(0, _dueCount);
        due.Sort();
        _dueCount = 0;
        return due;
    }

    /// <summary>What was put aside for one of them.</summary>
    public Interest TakeInterest(int account)
    {
        Interest interest = _interest[account];
        _interest[account] = default;
        return interest;
    }

    /// <summary>The first borrower from this id on, or 0.</summary>
    public int NextFrom(int account)
    {
        int word = account / WordBits;
        ulong bits = _borrowers[word] >> (account % WordBits) << (account % WordBits);
        while (bits == 0 && ++word < _borrowers.Length) bits = _borrowers[word];
        return bits == 0 ? 0 : word * WordBits + BitOperations.TrailingZeroCount(bits);
    }

    public static Micros LoanOf(Micros cash) => cash.Value < 0 ? -cash : Micros.Zero;

    private void PutAside(int account, Micros loan)
    {
        if (!lending.IsOn) return;
        Interest interest = Of(loan, state.Accounts[account].AccruedNs, state.NowNs);
        if (interest.Amount.Value == 0) return;
        ref Interest aside = ref _interest[account];
        if (aside.Amount.Value == 0) _due[_dueCount++] = account;
        interest.Amount += aside.Amount;
        aside = interest;
    }

    private Interest Of(Micros loan, long fromNs, long untilNs)
    {
        long from = fromNs / Millisecond;
        long until = untilNs / Millisecond;
        long hour = lending.HourNs / Millisecond;
        long beforeMs = Math.Max(0, Math.Min(until, hour) - from);
        long ms = Math.Max(0, until - Math.Max(from, hour));
        Micros amount = LendingMath.Interest(loan, lending.BeforeRatePpb, beforeMs, lending.RatePpb, ms);
        return new Interest
        {
            Loan = loan,
            Amount = amount,
            RatePpb = lending.RatePpb,
            BeforeRatePpb = lending.BeforeRatePpb,
            BeforeMs = (int)Math.Min(beforeMs, int.MaxValue),
            Ms = (int)Math.Min(ms, int.MaxValue),
        };
    }

    private void Mark(int account, bool owes)
    {
        ref ulong word = ref _borrowers[account / WordBits];
        ulong bit = 1UL << (account % WordBits);
        word = owes ? word | bit : word & ~bit;
    }

    /// <summary>Counts a loan that a snapshot brought.</summary>
    public void Load(int account)
    {
        Micros loan = LoanOf(state.Accounts[account].Cash);
        if (loan.Value == 0) return;
        Borrowed += loan;
        Mark(account, owes: true);
    }
}
