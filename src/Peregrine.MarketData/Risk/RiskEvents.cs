using Peregrine.Core;
using Peregrine.MarketData.Markets;

namespace Peregrine.MarketData.Risk;

/// <summary>Insurance funds, bad debts, and what liquidations did in a market, from what is told of them. Without a market it is the venue's.</summary>
internal sealed class RiskEvents(VenueRecord venue)
{
    public static bool Concerns(EventKind kind) => kind is EventKind.FundingEnded or EventKind.LiquidationStep or EventKind.BackstopTaken or EventKind.AdlStarted
        or EventKind.AdlApplied or EventKind.InsuranceDrawn or EventKind.BadDebtBooked or EventKind.InsuranceFunded or EventKind.InterestPaid or EventKind.MarketSettled;

    public void Take(MarketRecord? market, ref EventReader happened)
    {
        if (market is not null) TakeOf(market, ref happened);
        RiskFacts behind = venue.Risk;
        if (TakeBehind(ref behind, ref happened)) venue.Set(in behind);
    }

    public void Load(MarketRecord? market, ref EventReader state)
    {
        switch (state.Header.Kind)
        {
            case EventKind.StateMarketRisk:
                StateMarketRisk risk = state.Body<StateMarketRisk>();
                market!.Risk = new RiskFacts { Insurance = risk.Insurance, BadDebt = risk.BadDebt, ToldSeq = state.Header.Seq };
                break;
            case EventKind.StateVenue:
                venue.Set(new RiskFacts { Insurance = state.Body<StateVenue>().Insurance, ToldSeq = state.Header.Seq });
                break;
            case EventKind.StateInsurance:
                venue.Set(venue.Risk with { BadDebt = state.Body<StateInsurance>().BadDebt });
                break;
            default:
                break;
        }
    }

    private static void TakeOf(MarketRecord market, ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        switch (header.Kind)
        {
            case EventKind.FundingEnded:
                FundingEnded ended = happened.Body<FundingEnded>();
                market.Risk.Credit(ended.Residue);
                market.Risk.Tell(ended.Insurance, header.Seq);
                break;
            case EventKind.LiquidationStep:
                market.Risk.Credit(happened.Body<LiquidationStep>().Fee);
                break;
            case EventKind.BackstopTaken:
                BackstopTaken taken = happened.Body<BackstopTaken>();
                market.Add(in header, RiskKind.BackstopTaken, taken.Side.Opposite(), taken.Qty, taken.Price);
                break;
            case EventKind.AdlStarted:
                market.DeleveragingSide = happened.Body<AdlStarted>().Side;
                break;
            case EventKind.AdlApplied:
                AdlApplied applied = happened.Body<AdlApplied>();
                market.Add(in header, RiskKind.Deleveraged, market.DeleveragingSide, applied.Qty, applied.Price, applied.Notional);
                break;
            case EventKind.InsuranceDrawn:
                InsuranceDrawn drawn = happened.Body<InsuranceDrawn>();
                market.Risk.Tell(drawn.MarketFund, header.Seq);
                market.Add(in header, RiskKind.InsurancePaid, default, Lots.Zero, Subticks.Zero, drawn.FromMarket + drawn.FromGlobal);
                break;
            case EventKind.BadDebtBooked:
                BadDebtBooked booked = happened.Body<BadDebtBooked>();
                market.Risk.BadDebt = booked.BadDebt;
                market.Add(in header, RiskKind.BadDebt, default, Lots.Zero, Subticks.Zero, booked.Amount);
                break;
            case EventKind.InsuranceFunded:
                Fund(ref market.Risk, in header, happened.Body<InsuranceFunded>());
                break;
            case EventKind.MarketSettled:
                market.Risk = new RiskFacts { BadDebt = happened.Body<MarketSettled>().BadDebt, ToldSeq = header.Seq };
                break;
            default:
                break;
        }
    }

    private static bool TakeBehind(ref RiskFacts behind, ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        switch (header.Kind)
        {
            case EventKind.InsuranceDrawn:
                behind.Tell(happened.Body<InsuranceDrawn>().GlobalFund, header.Seq);
                return true;
            case EventKind.BadDebtBooked when header.Market == 0:
                behind.BadDebt = happened.Body<BadDebtBooked>().BadDebt;
                return true;
            case EventKind.InsuranceFunded when header.Market == 0:
                Fund(ref behind, in header, happened.Body<InsuranceFunded>());
                return true;
            case EventKind.InterestPaid:
                InterestPaid interest = happened.Body<InterestPaid>();
                behind.Credit(interest.Interest - interest.ToLenders);
                return true;
            case EventKind.MarketSettled:
                behind.Credit(happened.Body<MarketSettled>().Released);
                return true;
            default:
                return false;
        }
    }

    private static void Fund(ref RiskFacts fund, in EventHeader header, in InsuranceFunded funded)
    {
        fund.BadDebt = funded.BadDebt;
        fund.Tell(funded.Fund, header.Seq);
    }
}
