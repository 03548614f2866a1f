using Peregrine.Core;
using Peregrine.Engine.Fees;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Orders;
using Peregrine.Engine.Positions;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>Ends a gathering: one price, the fills at it, and then what they mean for everybody's other orders.</summary>
/// <remarks>
/// All fills are one instant. So linked orders, trims and protections come after the last of them: none may take away what another fill of the same
/// instant was planned on.
/// </remarks>
internal sealed class Uncross
{
    // What an order's fills mean once everybody's are done.
    private struct Consequence
    {
        public int Position;
        public int Group;
        public int GroupIndex;
        public Lots Qty;
        public bool Ended;
    }

    private readonly EngineState _state;
    private readonly FeeBook _fees;
    private readonly InsuranceFund _insurance;
    private readonly RestingOrders _resting;
    private readonly MakerAftermath _aftermath;
    private readonly UncrossBook _book;
    private readonly UncrossPlan _plan;
    private readonly Consequence[] _consequences;
    private int _count;

    public Uncross(
        EngineState state, MarginBook margin, FeeBook fees, FundingSettlement funding, InsuranceFund insurance, RestingOrders resting, MakerAftermath aftermath)
    {
        (_state, _fees, _insurance, _resting, _aftermath) = (state, fees, insurance, resting, aftermath);
        _book = new UncrossBook(_state);
        _plan = new UncrossPlan(_state, margin, _fees, funding, _book);
        _consequences = new Consequence[_state.Capacities.OrdersMax];
    }

    /// <summary>Uncrosses the book.</summary>
    public void Run(Market market)
    {
        UncrossPrice at = default;
        int rounds = 0;
        bool planned = false;
        while (!planned)
        {
            at = _book.Find(market);
            rounds++;
            if (at.Volume.Value == 0) return;
            UncrossPlan.Obstacle obstacle = _plan.Make(market, in at);
            planned = obstacle.Slot == 0;
            if (!planned) Clear(in obstacle);
        }
        _state.Events.Add(0, market.Id, new MarketUncrossed
        {
            Price = at.Price,
            Volume = at.Volume,
            Imbalance = at.Imbalance,
            Reference = market.Index,
            Rounds = rounds,
        });
        Execute(market, at.Price);
        market.Last = at.Price;
    }

    // What cannot be carried leaves; of what may in part be, the part stays.
    private void Clear(in UncrossPlan.Obstacle obstacle)
    {
        ref Order order = ref _state.Orders[obstacle.Slot];
        if (obstacle.Keep.Value == 0)
        {
            _resting.Cancel(obstacle.Slot, obstacle.Reason);
            return;
        }
        Lots cut = order.Rest - obstacle.Keep;
        _state.Events.Add(order.Account, order.Market, new OrderTrimmed
        {
            Order = new(order.Id),
            Cut = cut,
            Rest = obstacle.Keep,
            Reason = obstacle.Reason,
        });
        _resting.Shrink(obstacle.Slot, cut);
    }

    private void Execute(Market market, Ticks price)
    {
        _count = 0;
        ReadOnlySpan<UncrossFill> fills = _plan.Fills;
        int buy = 0;
        int sell = 0;
        for (int i = 0; i < fills.Length; i++)
        {
            ref readonly UncrossFill fill = ref fills[i];
            if (i == 0 || fill.Buy != fills[i - 1].Buy) buy = Note(fill.Buy);
            if (i == 0 || fill.Sell != fills[i - 1].Sell) sell = Note(fill.Sell);
            Trade(market, price, in fill);
            Leave(buy, fill.Buy, fill.Qty);
            Leave(sell, fill.Sell, fill.Qty);
        }
        for (int i = 0; i < _count; i++)
        {
            ref Consequence consequence = ref _consequences[i];
            _aftermath.AfterFill(consequence.Position, consequence.Group, consequence.GroupIndex, consequence.Qty, consequence.Ended);
        }
    }

    private int Note(int slot)
    {
        ref Order order = ref _state.Orders[slot];
        ref OrderExtra extra = ref _state.Extras[(order.Flags & RestingFlags.Linked) != 0 ? _state.Details[slot].Extra : 0];
        _consequences[_count] = new Consequence { Position = order.Position, Group = extra.Group, GroupIndex = extra.GroupIndex };
        return _count++;
    }

    // An iceberg's slices are one fill to its owner and several to the _book.
    private void Leave(int consequence, int slot, Lots qty)
    {
        _consequences[consequence].Qty += qty;
        while (qty.Value > 0)
        {
            Lots slice = Lots.Min(qty, _state.Orders[slot].Visible);
            qty -= slice;
            _consequences[consequence].Ended = _resting.Fill(slot, slice);
        }
    }

    private void Trade(Market market, Ticks price, in UncrossFill fill)
    {
        ref Order buyer = ref _state.Orders[fill.Buy];
        ref Order seller = ref _state.Orders[fill.Sell];
        _fees.BeginDay(ref _state.RootOf(buyer.Account));
        _fees.BeginDay(ref _state.RootOf(seller.Account));
        Micros notional = market.Notional(fill.Qty, price);
        Micros buyerFee = _plan.FeeOf(fill.Buy, notional, out Micros buyerBuilder);
        Micros sellerFee = _plan.FeeOf(fill.Sell, notional, out Micros sellerBuilder);
        bool self = _state.Accounts[buyer.Account].Root == _state.Accounts[seller.Account].Root;
        _state.Events.Add(buyer.Account, market.Id, new Trade
        {
            Price = price,
            Qty = fill.Qty,
            TakerOrder = new(buyer.Id),
            MakerOrder = new(seller.Id),
            TakerRest = buyer.Rest - fill.Qty,
            MakerRest = seller.Rest - fill.Qty,
            TakerFee = buyerFee,
            MakerFee = sellerFee,
            TakerBuilderFee = buyerBuilder,
            MakerBuilderFee = sellerBuilder,
            MakerAccount = seller.Account,
            TradeIndex = _state.NextTradeIndex++,
            TakerSide = Side.Buy,
            Reason = FillReason.User,
            Marks = self ? TradeMarks.Uncross | TradeMarks.Self : TradeMarks.Uncross,
        });
        Book(market, price, in buyer, fill.Qty, buyerFee + buyerBuilder, fill.BuyerPot);
        Book(market, price, in seller, fill.Qty, sellerFee + sellerBuilder, fill.SellerPot);
        _state.System.Fees += _insurance.Share(market, buyerFee + sellerFee);
        market.Traded += fill.Qty;
        _aftermath.Earn(BuilderOf(fill.Buy), buyerBuilder, buyer.Account, BalanceReason.Builder);
        _aftermath.Earn(BuilderOf(fill.Sell), sellerBuilder, seller.Account, BalanceReason.Builder);
        if (self) return;
        _fees.Count(ref _state.RootOf(buyer.Account), notional);
        _fees.Count(ref _state.RootOf(seller.Account), notional);
    }

    private void Book(Market market, Ticks price, in Order order, Lots qty, Micros fee, bool feeFromPot)
    {
        FillEffect.Of(in _state.Positions[order.Position], market, order.Side, qty, price, out FillEffect effect);
        _aftermath.Book(order.Position, market, in effect, fee, feeFromPot, FillReason.User);
    }

    private int BuilderOf(int slot) => _state.Extras[(_state.Orders[slot].Flags & RestingFlags.Builder) != 0 ? _state.Details[slot].Extra : 0].Builder;
}
