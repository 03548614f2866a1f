using Peregrine.Core;
using Peregrine.Engine.Fees;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Orders;
using Peregrine.Engine.Positions;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Auctions;

/// <summary>One fill of an order in auction with one quote, with the tests that matching asks of a fill.</summary>
internal sealed class QuoteFills(
    EngineState state, MarginBook margin, FeeBook fees, FundingSettlement funding, InsuranceFund insurance, Matcher matcher, MakerAftermath aftermath)
{
    /// <summary>What stopped the taker, and whether the quote could not be carried by its owner.</summary>
    public readonly record struct Verdict(CancelReason Stop, bool QuoteFails);

    /// <summary>Fills as much as both want. The quote's own reserve is released before.</summary>
    public Verdict Fill(ref Ticket ticket, in AuctionQuote quote)
    {
        Market market = ticket.Market;
        bool forced = ticket.Reason == FillReason.Liquidation;
        if (!forced && PriceBounds.IsBeyond(ticket.Side, quote.Price, PriceBounds.Range(market, ticket.Side))) return new(CancelReason.Breaker, false);
        Lots qty = Lots.Min(ticket.Rest, quote.Qty);
        if (ticket.IsReduceOnly) qty = Lots.Min(qty, matcher.Room(ticket.Position, ticket.Side));
        if (qty.Value == 0) return new(CancelReason.RoNoRoom, false);
        Lots capped = matcher.CapByOpenInterest(in ticket, quote.Position, qty);
        if (capped.Value == 0) return new(CancelReason.OiCap, false);
        funding.Settle(ref state.Positions[ticket.Position], market);
        funding.Settle(ref state.Positions[quote.Position], market);
        Verdict verdict = Fill(ref ticket, in quote, capped);
        return verdict.Stop == 0 && !verdict.QuoteFails && capped < qty ? new(CancelReason.OiCap, false) : verdict;
    }

    private Verdict Fill(ref Ticket ticket, in AuctionQuote quote, Lots qty)
    {
        Market market = ticket.Market;
        FeeRates takerRates = fees.RatesOf(ticket.Account, ticket.Builder, ticket.BuilderPpb);
        FeeRates makerRates = fees.RatesOf(quote.Account, 0, 0);
        Micros notional = market.Notional(qty, quote.Price);
        FillFees fill = FillFees.Of(notional, in takerRates, in makerRates);
        bool forced = ticket.Reason == FillReason.Liquidation;
        (FillEffect taker, bool takerPot, Micros extra) = (default, false, Micros.Zero);
        if (forced) extra = matcher.Force(in ticket, margin.Without(ticket.Account, ticket.Position).EquityMaint, in takerRates, qty, notional, ref fill, out taker, out takerPot);
        if (!Carries(in quote, market, ticket.Side.Opposite(), qty, fill.Maker, raises: true, out FillEffect maker, out bool makerPot)) return new(0, true);
        Micros takerFee = fill.Taker + fill.TakerBuilder;
        AuctionQuote party = new() { Account = ticket.Account, Position = ticket.Position, Price = quote.Price };
        if (!forced && !Carries(in party, market, ticket.Side, qty, takerFee, raises: false, out taker, out takerPot)) return new(CancelReason.WouldBankrupt, false);
        if (extra.Value != 0)
        {
            ticket.LiquidationFee += extra;
            insurance.Credit(market, extra);
        }
        Trade(ref ticket, in quote, qty, in fill, in takerRates);
        aftermath.Book(ticket.Position, market, in taker, takerFee + extra, takerPot, ticket.Reason);
        aftermath.Book(quote.Position, market, in maker, fill.Maker, makerPot, ticket.Reason);
        state.System.Fees += insurance.Share(market, fill.VenueKeeps);
        market.Traded += qty;
        aftermath.Earn(takerRates.Referrer, fill.Referral, ticket.Account, BalanceReason.Referral);
        aftermath.Earn(takerRates.Builder, fill.TakerBuilder, ticket.Account, BalanceReason.Builder);
        if (!forced)
        {
            fees.Count(ref state.RootOf(ticket.Account), notional);
            fees.Count(ref state.RootOf(quote.Account), notional);
        }
        aftermath.AfterFill(quote.Position, 0, 0, qty, ended: false);
        return default;
    }

    private bool Carries(
        in AuctionQuote party, Market market, Side side, Lots qty, Micros fee, bool raises, out FillEffect effect, out bool feeFromPot)
    {
        ref Position position = ref state.Positions[party.Position];
        FillEffect.Of(in position, market, side, qty, party.Price, out effect);
        raises &= Math.Abs(effect.Size.Value) > Math.Abs(position.Size.Value);
        AccountSums others = margin.Without(party.Account, party.Position);
        Micros cash = state.Accounts[party.Account].Cash + effect.CashChange;
        return FillGate.Ask(in others, in position, in effect, side, Micros.Zero, market, cash, fee, raises, out feeFromPot) == FillGate.Verdict.Pass;
    }

    private void Trade(ref Ticket ticket, in AuctionQuote quote, Lots qty, in FillFees fill, in FeeRates takerRates)
    {
        fees.BeginDay(ref state.RootOf(ticket.Account));
        fees.BeginDay(ref state.RootOf(quote.Account));
        ticket.Rest -= qty;
        ticket.Filled += qty;
        ticket.Market.Last = quote.Price;
        if (ticket.FirstTrade.Value == 0) ticket.FirstTrade = quote.Price;
        state.Events.Add(ticket.Account, ticket.Market.Id, new Trade
        {
            Price = quote.Price,
            Qty = qty,
            TakerOrder = ticket.Id,
            MakerOrder = quote.Id,
            TakerRest = ticket.Rest,
            MakerRest = quote.Qty - qty,
            TakerFee = fill.Taker,
            MakerFee = fill.Maker,
            TakerBuilderFee = fill.TakerBuilder,
            ReferralShare = takerRates.Referrer == 0 ? Micros.Zero : fill.Referral,
            MakerAccount = quote.Account,
            TradeIndex = state.NextTradeIndex++,
            TakerSide = ticket.Side,
            Reason = ticket.Reason,
        });
    }
}
