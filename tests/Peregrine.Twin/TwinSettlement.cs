using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>Everything in a market is closed at one price: first counted, then paid, account by account (domain §13.4).</summary>
public sealed partial class TwinEngine
{
    /// <summary>Orders and positions that the walks of one command come past, and accounts that they look at. An account's own orders are never parted.</summary>
    private const int SettledTogether = 1000;
    private const int LookedAtTogether = 16_000;
    private int _settlementsLeft;
    private int _accountsLeft;

    private void BeginSettlement(TwinMarket market, int reason, long price, long[] averages, bool fromMark)
    {
        TwinEnd end = market.End!;
        end.Stage = EndStage.Counting;
        end.Price = Math.Max(1, price / Sub);
        CloseLastHour(market);
        market.ReturnsTo = null;
        Enter(market, MarketState.Settling, reason);
        var told = new SettlementStarted { Price = new(end.Price), FromMark = fromMark ? 1 : 0 };
        for (int i = 0; i < averages.Length; i++) told.Averages[i] = new(averages[i]);
        Tell(0, market.Id, told);
    }

    /// <summary>As much as one command may do. Nobody is counted before it is known what the last hour costs.</summary>
    private void SettleMarkets()
    {
        foreach (TwinMarket market in _s.Markets)
        {
            while (market.End is { IsWorking: true } end && _settlementsLeft > 0 && _accountsLeft > 0 && LastHourIsOver(market))
            {
                if (end.Cursor < _s.Accounts.Count) Visit(market, end, _s.Accounts[end.Cursor++]);
                else if (end.Stage == EndStage.Counting) ShareLosses(market, end);
                else Finish(market, end);
            }
        }
    }

    private void Visit(TwinMarket market, TwinEnd end, TwinAccount account)
    {
        _accountsLeft--;
        if (end.Stage == EndStage.Counting) _settlementsLeft -= (int)CancelAll(account.Id, CancelReason.Settlement, _ => true, market.Id);
        if (!account.Positions.TryGetValue(market.Id, out TwinPosition? p) || p.Size == 0) return;
        _settlementsLeft--;
        if (end.Stage == EndStage.Counting) Count(market, end, account, p);
        else Close(market, end, account, p);
    }

    private void Count(TwinMarket market, TwinEnd end, TwinAccount account, TwinPosition p)
    {
        SettleFunding(account.Id, market);
        end.Positions++;
        end.Profits += ProfitOf(market, end, p);
        long atPrice = Formulas.Unrealised(p.Size, p.Cost, end.Price * Sub, market.Tv);
        long left = p.Isolated ? p.IsoMargin + atPrice
            : HoldsElsewhere(account, market) ? 0
            : Equity(account.Id, Level.Maint) - Unrealised(p, market) + atPrice;
        end.Deficits += Math.Max(0, -left);
    }

    /// <summary>Since it was opened or the end was announced, whichever was later.</summary>
    private static long ProfitOf(TwinMarket market, TwinEnd end, TwinPosition p) => Math.Max(0, WonAt(p, market, end.Price * Sub) - p.WonAtNotice);

    private static bool HoldsElsewhere(TwinAccount account, TwinMarket market) => account.Positions.Any(p => p.Key != market.Id && p.Value.Size != 0);

    /// <summary>Old bad debt is missing as well. Insurance gives what it has, winners what they won.</summary>
    private void ShareLosses(TwinMarket market, TwinEnd end)
    {
        TwinFund fund = market.Risk.Fund;
        end.Deficits -= fund.BadDebt;
        end.Pot += fund.BadDebt;
        fund.BadDebt = 0;
        end.Insurance = TakeFromInsurance(market, end.Deficits);
        end.Pot += end.Insurance;
        end.Haircut = Math.Min(end.Deficits - end.Insurance, end.Profits);
        (end.Stage, end.Cursor) = (EndStage.Paying, 0);
    }

    private long TakeFromInsurance(TwinMarket market, long amount)
    {
        long own = Math.Min(amount, market.Risk.Fund.Money), behind = Math.Min(amount - own, _s.Insurance.Money);
        Draw(market.Risk.Fund, own);
        Draw(_s.Insurance, behind);
        return own + behind;
    }

    private void Close(TwinMarket market, TwinEnd end, TwinAccount account, TwinPosition p)
    {
        long profit = ProfitOf(market, end, p), worth = p.Size * end.Price * market.Tv;
        end.Pot -= worth;
        long realised = ApplyForced(account.Id, market, -p.Size, Abs(worth), 0);
        TellPosition(account.Id, market.Id, realised, 0, FillReason.Settlement);
        long covered = Cover(market, account, p);
        long paid = profit == 0 ? 0 : Math.Min(profit, Ceil((Int128)profit * end.Haircut, end.Profits));
        if (paid > 0) MoveForSettlement(account, -paid, BalanceReason.Settlement);
        end.Pot += paid - covered;
        if (paid > 0 || covered > 0) Tell(account.Id, market.Id, new SettlementShared { Profit = new(profit), Paid = new(paid), Covered = new(covered), Cash = new(account.Cash) });
    }

    /// <summary>What a pot or an account with nothing else lacks is taken over.</summary>
    private long Cover(TwinMarket market, TwinAccount account, TwinPosition p)
    {
        if (p.Isolated)
        {
            long pot = Math.Max(0, -p.IsoMargin);
            p.IsoMargin += pot;
            if (pot > 0) Tell(account.Id, market.Id, new MarginMoved { Amount = new(pot), IsolatedMargin = new(p.IsoMargin), Cash = new(account.Cash) });
            return pot;
        }
        long lacks = HoldsElsewhere(account, market) ? 0 : Math.Max(0, -Equity(account.Id, Level.Maint));
        if (lacks > 0) MoveForSettlement(account, lacks, BalanceReason.Loss);
        return lacks;
    }

    /// <summary>Unlike money that comes or goes, this is a loss or takes one back.</summary>
    private void MoveForSettlement(TwinAccount account, long change, BalanceReason reason)
    {
        account.Cash += change;
        Tell(account.Id, 0, new BalanceChanged { Change = change, Balance = account.Cash, Asset = 1, Reason = reason });
    }

    /// <summary>What its accounts did elsewhere between the walks is insurance's.</summary>
    private void Finish(TwinMarket market, TwinEnd end)
    {
        TwinFund fund = market.Risk.Fund;
        long missing = end.Deficits - end.Insurance - end.Haircut, residue = (long)(end.Pot + missing);
        if (residue >= 0) fund.Money += residue;
        long kept = residue >= 0 ? residue : -TakeFromInsurance(market, -residue);
        fund.BadDebt += residue - kept - missing;
        end.Pot = 0;
        end.Stage = EndStage.Over;
        Enter(market, MarketState.Settled, ByAnnouncement);
        long released = fund.Money;
        fund.Money = 0;
        Income(_s.Insurance, released);
        Tell(0, market.Id, new MarketSettled
        {
            Price = new(end.Price),
            Deficits = new(end.Deficits),
            Insurance = new(end.Insurance),
            Haircut = new(end.Haircut),
            BadDebt = new(fund.BadDebt),
            Residue = new(kept),
            Released = new(released),
            Profits = new(end.Profits),
            Positions = end.Positions,
        });
    }
}
