using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Questions;

/// <summary>What an account may ask about its own rights: what could leave it, what bounds it, which auctions it could take part in.</summary>
internal sealed class AccountQuestions(EngineState state, Collateral collateral, LossWatch losses)
{
    public WithdrawableAnswer Withdrawable(int account, int asset)
    {
        long balance = collateral.BalanceOf(account, asset);
        long amount = collateral.Withdrawable(account, asset);
        return new WithdrawableAnswer(balance, amount, collateral.CheckOut(account, asset, amount + 1));
    }

    /// <summary>Of the account itself, or of one of its keys.</summary>
    public LimitFigures Limits(int account, int key)
    {
        int slot = key == 0 ? state.Accounts[account].Limits : key;
        if (slot == 0) return new LimitFigures(new Limits { Actions = AllowedActions.All, OnBreach = BreachAction.Reject }, default, 0, default, default, false);
        ref LimitRecord record = ref state.Limits[slot];
        Micros equity = record.IsSampled && record.SampleDay != 0 ? losses.Equity(account) : Micros.Zero;
        bool samples = record.IsSampled && record.SampleDay != 0;
        return new LimitFigures(
            record.InForce, record.Pending, record.PendingFromNs,
            samples ? Micros.Max(Micros.Zero, record.DayStart - equity) : Micros.Zero,
            samples ? Micros.Max(Micros.Zero, record.Peak - equity) : Micros.Zero,
            record.IsBreached || record.StoppedByKey);
    }

    public OpenAuctions Auctions(int account)
    {
        List<AuctionFigures> open = [];
        for (int slot = 1; slot <= state.AuctionOrders.HighWater; slot++)
        {
            ref AuctionOrder order = ref state.AuctionOrders[slot];
            if (order.Id.IsNone) continue;
            AuctionQuote quote = account == 0 ? default : state.AuctionQuotes[QuoteOf(in order, account)];
            open.Add(new AuctionFigures(
                order.Auction, order.Market, order.Side, OrderAuctions.BucketOf(order.Qty), order.Price, order.Touch, order.EndsAtNs,
                order.Account == account && account != 0 ? order.Id : OrderId.None, quote.Price, quote.Qty));
        }
        open.Sort(static (a, b) => a.Auction.CompareTo(b.Auction));
        return new OpenAuctions(open);
    }

    private int QuoteOf(in AuctionOrder order, int account)
    {
        int slot = order.FirstQuote;
        while (slot != 0 && state.AuctionQuotes[slot].Account != account) slot = state.AuctionQuotes[slot].Next;
        return slot;
    }
}
