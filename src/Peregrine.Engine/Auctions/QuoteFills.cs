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
        if (PriceBounds.IsBeyond(ticket.Side, quote.Price, PriceBounds.Range(market, ticket.Side))) return new(CancelReason.Breaker, false);
        Lots qty = Lots.Min(ticket.Rest, quote.Qty);
        if (ticket.IsReduceOnly) qty = Lots.Min(qty, matcher.Room(ticket.Position, ticket.Side));
        if (qty.Value == 0) return new(CancelReason.RoNoRoom, false);
        Lots capped = matcher.CapByOpenInterest(in ticket, quote.Position, qty);
        if (capped.Value == 0) return new(CancelReason.OiCap, false);
        funding.Settle(ref state.Positions[ticket.Position], market);
        funding.Settle(ref state.Positions[quote.Position], market);
        FeeRates takerRates = fees.RatesOf(ticket.Account, ticket.Builder, ticket.BuilderPpb);
        FeeRates makerRates = fees.RatesOf(quote.Account, 0, 0);
        FillFees fill = FillFees.Of(market.Notional(capped, quote.Price), in takerRates, in makerRates);
        if (!Carries(in quote, market, ticket.Side.Opposite(), capped, fill.Maker, raises: true, out FillEffect maker, out bool makerPot)) return new(0, true);
        bool carries = Carries(
            new AuctionQuote { Account = ticket.Account, Position = ticket.Position, Price = quote.Price }, market, ticket.Side, capped,
            fill.Taker + fill.TakerBuilder, raises: false, out FillEffect taker, out bool takerPot);
        if (!carries) return new(CancelReason.WouldBankrupt, false);
        Trade(ref ticket, in quote, capped, in fill, in takerRates);
        aftermath.Book(ticket.Position, market, in taker, fill.Taker + fill.TakerBuilder, takerPot, FillReason.Jit);
        aftermath.Book(quote.Position, market, in maker, fill.Maker, makerPot, FillReason.Jit);
        state.System.Fees += insurance.Share(market, fill.VenueKeeps);
        market.Traded += capped;
        aftermath.Earn(takerRates.Referrer, fill.Referral, ticket.Account, BalanceReason.Referral);
        aftermath.Earn(takerRates.Builder, fill.TakerBuilder, ticket.Account, BalanceReason.Builder);
        Micros notional = market.Notional(capped, quote.Price);
        fees.Count(ref state.RootOf(ticket.Account), notional);
        fees.Count(ref state.RootOf(quote.Account), notional);
        aftermath.AfterFill(quote.Position, 0, 0, capped, ended: false);
        return new(capped < qty ? CancelReason.OiCap : 0, false);
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
            Reason = FillReason.Jit,
        });
    }
}
