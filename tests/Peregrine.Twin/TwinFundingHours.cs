using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>Funding: the rate of an hour, when it is fixed, and what each position pays of it (domain §8).</summary>
public sealed partial class TwinEngine
{
    private const long WaitsAtMost = 5 * Minute;
    private const int MostlyOffSeconds = 1800;
    private const int SettledPerCommand = 1000;
    private const int LookedAtPerCommand = 4096;

    private static bool HasFunding(MarketState state) => state is MarketState.Open or MarketState.ReduceOnly or MarketState.Auction;

    /// <summary>New rules: the hours begin, or with a cap of 0 end.</summary>
    private void BeginHours(TwinMarket market)
    {
        TwinFunding f = market.Funding;
        bool on = market.Feed!.Rules.FundingCapPpb > 0;
        if (on == f.IsOn) return;
        f.NextHourNs = on ? (Floor(_now, Hour) + 1) * Hour : 0;
        if (on) return;
        market.Marks.Rate = 0;
        (f.Waiting, f.Sum, f.Samples, f.OffSeconds) = (null, 0, 0, 0);
    }

    /// <summary>A full hour has come: its rate is found, and either it is skipped or it waits for a price.</summary>
    private void EndHour(TwinMarket market)
    {
        long hour = market.Funding.NextHourNs;
        market.Funding.NextHourNs = (Floor(_now, Hour) + 1) * Hour;
        CloseHour(market, hour);
    }

    private void CloseHour(TwinMarket market, long hour)
    {
        TwinFunding f = market.Funding;
        if (f.Waiting is not null) SkipWaiting(market);
        (long rate, long rate8, long average) = RateOf(market, f);
        (int samples, int off) = (f.Samples, f.OffSeconds);
        (f.Sum, f.Samples, f.OffSeconds) = (0, 0, 0);
        FundingSkip? skip = !HasFunding(market.State) ? FundingSkip.MarketState : off > MostlyOffSeconds ? FundingSkip.MostlyOff : rate == 0 ? FundingSkip.ZeroRate : null;
        market.Marks.Rate = skip is FundingSkip.MarketState or FundingSkip.MostlyOff ? 0 : rate;
        var unpaid = new FundingSkipped { HourNs = hour, RatePpb = rate, Samples = samples, OffSeconds = off, Reason = skip ?? FundingSkip.NoIndex };
        if (skip is not null)
        {
            Tell(0, market.Id, unpaid);
            return;
        }
        (f.Waiting, f.WaitingFor) = (unpaid, (rate8, average));
        AskForFunding(market);
        if (f.Waiting is not null) Tell(0, market.Id, new FundingDelayed { HourNs = hour, RatePpb = rate, UntilNs = hour + WaitsAtMost });
    }

    private static (long Rate, long Rate8, long Average) RateOf(TwinMarket market, TwinFunding f)
    {
        SetPriceRules rules = market.Feed!.Rules;
        long average = f.Samples == 0 ? 0 : Trunc(f.Sum, f.Samples);
        long rate8 = Formulas.FundingRate8(average, rules.InterestPpb, rules.InterestBandPpb, rules.FundingCap8Ppb);
        long hourly = Math.Clamp(Trunc(rate8, 8), -rules.FundingCapPpb, rules.FundingCapPpb);
        return (f.Samples == 0 ? 0 : Trunc((Int128)hourly * Math.Min(f.Samples * 1000L, 3_600_000), 3_600_000), rate8, average);
    }

    private static bool MayBegin(TwinMarket market) => market.Prices == PriceState.Fresh && !market.Funding.Sweeping;

    /// <summary>At each of the market's ticks, while an hour waits.</summary>
    private void AskForFunding(TwinMarket market)
    {
        if (market.Funding.Waiting is not { } waiting) return;
        if (_now - waiting.HourNs > WaitsAtMost) SkipWaiting(market);
        else if (MayBegin(market)) BeginFunding(market);
    }

    /// <summary>The market ends: its hour is paid for as long as it was, and no other begins.</summary>
    private void CloseLastHour(TwinMarket market)
    {
        if (!market.Funding.IsOn) return;
        CloseHour(market, _now);
        market.Funding.NextHourNs = 0;
    }

    /// <summary>Whether it is fixed or skipped what the last hour costs: an epoch before it is settled first, and nobody waits for an index.</summary>
    private bool LastHourIsOver(TwinMarket market)
    {
        if (market.Funding.Waiting is null) return true;
        if (market.Funding.Sweeping) return false;
        if (market.Prices == PriceState.Fresh) BeginFunding(market);
        else SkipWaiting(market);
        return true;
    }

    private void SkipWaiting(TwinMarket market)
    {
        Tell(0, market.Id, market.Funding.Waiting!.Value);
        market.Funding.Waiting = null;
    }

    private void BeginFunding(TwinMarket market)
    {
        TwinFunding f = market.Funding;
        FundingSkipped hour = f.Waiting!.Value;
        f.Waiting = null;
        f.Epoch++;
        (f.Index, f.Rate, f.Sweeping, f.Cursor, f.Paid, f.Received, f.Positions) = (market.Index, hour.RatePpb, true, 0, 0, 0, 0);
        Tell(0, market.Id, new FundingStarted
        {
            Index = new(market.Index),
            RatePpb = hour.RatePpb,
            Rate8Ppb = f.WaitingFor.Rate8,
            AveragePremiumPpb = f.WaitingFor.Average,
            HourNs = hour.HourNs,
            Samples = hour.Samples,
            Epoch = f.Epoch,
        });
    }

    /// <summary>What a position owes of its market's last funding, at the size it has; a flat one owes nothing.</summary>
    private bool SettleFunding(int account, TwinMarket market)
    {
        TwinFunding f = market.Funding;
        if (!Account(account).Positions.TryGetValue(market.Id, out TwinPosition? p) || p.FundingEpoch == f.Epoch) return false;
        p.FundingEpoch = f.Epoch;
        if (p.Size == 0) return false;
        long amount = Formulas.Funding(p.Size, f.Index, market.Tv, f.Rate);
        if (p.Isolated) p.IsoMargin -= amount;
        else Account(account).Cash -= amount;
        f.Paid += Math.Max(0, amount);
        f.Received += Math.Max(0, -amount);
        f.Positions++;
        Tell(account, market.Id, new FundingPaid
        {
            Amount = new(amount),
            Size = new(p.Size),
            Index = new(f.Index),
            RatePpb = f.Rate,
            IsolatedMargin = new(p.IsoMargin),
            Cash = new(Account(account).Cash),
            Epoch = f.Epoch,
            Mode = p.Mode,
        });
        return true;
    }

    private void SettleFundingOf(int account)
    {
        foreach (int market in Account(account).Positions.Keys.ToList()) SettleFunding(account, Market(market));
    }

    /// <summary>One piece of it with each command, by market and account.</summary>
    private void SweepFunding()
    {
        int settled = 0, looked = 0;
        foreach (TwinMarket market in _s.Markets.Where(m => m.Funding.Sweeping))
        {
            TwinFunding f = market.Funding;
            while (f.Cursor < _s.Accounts.Count)
            {
                if (settled >= SettledPerCommand || looked >= LookedAtPerCommand) return;
                looked++;
                if (SettleFunding(++f.Cursor, market)) settled++;
            }
            f.Sweeping = false;
            long residue = f.Paid - f.Received;
            Income(market.Risk.Fund, residue);
            Tell(0, market.Id, new FundingEnded { Paid = new(f.Paid), Received = new(f.Received), Residue = new(residue), Insurance = new(market.Risk.Fund.Money), Positions = f.Positions, Epoch = f.Epoch });
        }
    }
}
