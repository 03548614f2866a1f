using System.Numerics;
using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>The vault that loans come from: its shares, what its use costs, and who may borrow on purpose (domain §9).</summary>
public sealed partial class TwinEngine
{
    private const long ConversionPpb = R - 15_000_000;
    private const long BorrowedAtMostPpb = 950_000_000;
    private const long YearMs = 31_536_000_000;
    private const int LoansPerCommand = 1000;

    private long CurveOf(AdminParameter parameter) => _s.Lending.GetValueOrDefault(parameter);

    /// <summary>While there is no kink loans bear nothing and nothing is sold for them.</summary>
    private bool LoansBear => CurveOf(AdminParameter.BorrowKink) > 0;

    private long Borrowed() => _s.Accounts.Sum(a => a.Loan);

    private long TotalShares() => _s.Accounts.Sum(a => a.Shares);

    /// <summary>The used part of the vault.</summary>
    private long Used() => _s.Supplied == 0 ? R : (long)Int128.Min(R, (Int128)Borrowed() * R / _s.Supplied);

    private long RateNow()
    {
        long used = Used(), kink = CurveOf(AdminParameter.BorrowKink), slope = CurveOf(AdminParameter.BorrowSlope);
        if (used <= kink) return CurveOf(AdminParameter.BorrowBase) + Floor((Int128)used * slope, kink);
        return CurveOf(AdminParameter.BorrowBase) + slope + Floor((Int128)(used - kink) * CurveOf(AdminParameter.BorrowSteepSlope), R - kink);
    }

    private RejectCode Put(in CommandHeader header, in Lend body)
    {
        int account = header.Account;
        if (!MayDo(header, AllowedActions.Transfer)) return RejectCode.NotPermitted;
        if (Repeated(body.Request)) return RejectCode.None;
        long amount = body.Amount.Value;
        if (amount is <= 0 or > AmountMax) return RejectCode.BadValue;
        long shares = SharesFor(amount);
        if (shares == 0) return RejectCode.BadValue;
        if (amount > Account(account).Cash) return RejectCode.InsufficientBalance;
        SettleFundingOf(account);
        RejectCode code = MayLeave(account, 1, amount);
        if (code != RejectCode.None) return code;
        _s.Supplied += amount;
        Account(account).Shares += shares;
        MoveBalance(account, 1, -amount, BalanceReason.Lend);
        TellVault(account, amount);
        Remember(body.Request, _seq);
        _answer.Detail1 = _seq;
        return RejectCode.None;
    }

    /// <summary>Shares of a vault that lost everything are worth nothing: who lends after that begins anew.</summary>
    private void ForgetShares()
    {
        foreach (TwinAccount a in _s.Accounts) a.Shares = 0;
    }

    private long SharesFor(long amount) => _s.Supplied == 0 || TotalShares() == 0 ? amount : Floor((Int128)amount * TotalShares(), _s.Supplied);

    private RejectCode Take(in CommandHeader header, in Unlend body)
    {
        int account = header.Account;
        if (!MayDo(header, AllowedActions.Transfer)) return RejectCode.NotPermitted;
        if (Repeated(body.Request)) return RejectCode.None;
        if (body.Shares <= 0) return RejectCode.BadValue;
        if (body.Shares > Account(account).Shares) return RejectCode.InsufficientBalance;
        long worth = Floor((Int128)body.Shares * _s.Supplied, TotalShares());
        if (worth == 0) return RejectCode.BadValue;
        if (worth > _s.Supplied - Borrowed()) return RejectCode.LendLiquidity;
        _s.Supplied -= worth;
        Account(account).Shares -= body.Shares;
        MoveBalance(account, 1, worth, BalanceReason.Unlend);
        TellVault(account, -worth);
        Remember(body.Request, _seq);
        _answer.Detail1 = _seq;
        return RejectCode.None;
    }

    private RejectCode Set(in CommandHeader header, in SetBorrowing body)
    {
        if (!IsOwner(header)) return RejectCode.NotPermitted;
        if (Account(header.Account).Status == AccountStatus.Closed) return RejectCode.AccountState;
        Account(header.Account).MayBorrow = body.Switch == BorrowSwitch.On;
        TellVault(header.Account, 0);
        return RejectCode.None;
    }

    private void TellVault(int id, long amount)
    {
        TwinAccount account = Account(id);
        Tell(id, 0, new LendChanged
        {
            Amount = new(amount),
            Shares = account.Shares,
            TotalShares = TotalShares(),
            Supplied = new(_s.Supplied),
            Borrowed = new(Borrowed()),
            MayBorrow = account.MayBorrow ? 1 : 0,
        });
    }

    /// <summary>Whether the vault has what would be borrowed on purpose.</summary>
    private RejectCode MayOwe(int account, long amount)
    {
        long grows = Math.Max(0, amount - Account(account).Cash) - Account(account).Loan;
        return grows > 0 && (Used() >= BorrowedAtMostPpb || grows > _s.Supplied - Borrowed()) ? RejectCode.LendLiquidity : RejectCode.None;
    }

    /// <summary>What a loan of so much owes since it was last paid for: under the hour's rate, and under the one before for what lies before the hour.</summary>
    private InterestPaid InterestOf(TwinAccount account, long loan, long until)
    {
        if (loan == 0) return default;
        long from = account.LoanSinceNs / 1_000_000, hour = _s.LoanHourNs / 1_000_000;
        long before = Math.Max(0, hour - from), after = Math.Max(0, until / 1_000_000 - Math.Max(from, hour));
        BigInteger rateTime = (BigInteger)_s.LoanRate * after + (BigInteger)_s.LoanRateBefore * before, wholeYears = (BigInteger)R * YearMs;
        BigInteger full = (loan * rateTime + wholeYears - 1) / wholeYears;
        // No loan grows by interest beyond the largest amount there is.
        long interest = (long)BigInteger.Min(full, Math.Max(0, AmountMax - loan));
        if (interest == 0) return default;
        return new InterestPaid { Loan = new(loan), Interest = new(interest), RatePpb = _s.LoanRate, BeforeRatePpb = _s.LoanRateBefore, Milliseconds = (int)Math.Min(after, int.MaxValue), BeforeMilliseconds = (int)Math.Min(before, int.MaxValue) };
    }

    private void PayInterest(TwinAccount account, long until)
    {
        InterestPaid paid = account.Booked ?? InterestOf(account, account.LoanBefore ?? account.Loan, until);
        account.Forgive(paid.Interest.Value);
        account.LoanSinceNs = until;
        if (paid.Interest == Micros.Zero) return;
        long interest = paid.Interest.Value, lenders = TotalShares() == 0 ? 0 : Floor((Int128)interest * (R - CurveOf(AdminParameter.BorrowReserve)), R);
        _s.Supplied += lenders;
        Income(_s.Insurance, interest - lenders);
        paid.ToLenders = new(lenders);
        paid.Cash = new(account.Cash);
        Tell(account.Id, 0, paid);
    }

    /// <summary>Of the loans that this command changed.</summary>
    private void PayChangedLoans()
    {
        foreach (TwinAccount account in _s.Accounts.Where(a => a.LoanBefore is not null))
        {
            _s.LoansAreAsked |= account.Owed;
            PayInterest(account, _now);
        }
    }

    /// <summary>A whole hour: from here on another rate, found from what is used now; what came before is paid for at its own.</summary>
    private void BeginLoanHour()
    {
        // What was touched before the hour was known to be over is booked at the rate there was.
        foreach (TwinAccount touched in _s.Accounts.Where(a => a.LoanBefore is not null)) touched.Booked ??= InterestOf(touched, touched.LoanBefore!.Value, _now);
        (_s.LoanRateBefore, _s.LoanRate) = (_s.LoanRate, RateNow());
        _s.LoanHourNs = Floor(_now, Hour) * Hour;
        _s.NextLoanHourNs = _s.LoanHourNs + Hour;
        foreach (TwinAccount account in _s.Accounts.Where(a => a.Loan > 0 && a.LoanBefore is null)) PayInterest(account, _s.LoanHourNs);
        _s.LoansAreAsked = true;
    }

    private void BendCurve(AdminParameter parameter, long value)
    {
        bool bore = LoansBear;
        _s.Lending[parameter] = value;
        if (bore == LoansBear) return;
        (_s.LoanRateBefore, _s.LoanRate) = (0, 0);
        _s.LoanHourNs = _now;
        _s.NextLoanHourNs = LoansBear ? (Floor(_now, Hour) + 1) * Hour : 0;
        foreach (TwinAccount account in _s.Accounts) account.LoanSinceNs = _now;
    }
}
