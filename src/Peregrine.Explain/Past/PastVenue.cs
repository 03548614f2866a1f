using Peregrine.Core;

namespace Peregrine.Explain.Past;

/// <summary>What of a venue decides about money, followed event by event up to the one that is to be explained.</summary>
internal sealed class PastVenue
{
    private readonly Dictionary<int, PastMarket> _markets = [];
    private readonly Dictionary<int, long> _cash = [];
    private readonly Dictionary<(int Account, int Market), PastPosition> _positions = [];
    private readonly Dictionary<long, PastTrigger> _triggers = [];
    private readonly Dictionary<long, PastOffer> _offers = [];

    public PastMarket Market(int market)
    {
        if (!_markets.TryGetValue(market, out PastMarket? known)) _markets[market] = known = new PastMarket();
        return known;
    }

    public long Cash(int account) => _cash.GetValueOrDefault(account);

    public PastPosition Position(int account, int market) => _positions.GetValueOrDefault((account, market));

    public PastTrigger? Trigger(OrderId order) => _triggers.TryGetValue(order.Value, out PastTrigger trigger) ? trigger : null;

    /// <summary>What makers heard of, when the order was offered to them.</summary>
    public PastOffer? Offer(OrderId order) => _offers.TryGetValue(order.Value, out PastOffer offer) ? offer : null;

    /// <summary>What is open of an account's cross part, or of one pot.</summary>
    public IEnumerable<(int Market, PastPosition Position)> Part(int account, int market) => _positions
        .Where(p => p.Key.Account == account && p.Value.Size != 0 && (market == 0 ? p.Value.Mode != MarginMode.Isolated : p.Key.Market == market))
        .OrderBy(static p => p.Key.Market).Select(static p => (p.Key.Market, p.Value));

    /// <summary>Takes one event, or one of a told state.</summary>
    public void Take(ref EventReader told)
    {
        if (told.Header.Kind >= EventKind.StateVenue) TakeState(ref told);
        else if (!TakeMoney(ref told) && !TakeOrder(ref told)) TakeMarket(ref told);
    }

    private void TakeState(ref EventReader told)
    {
        ref readonly EventHeader header = ref told.Header;
        PastMarket market = Market(header.Market);
        switch (header.Kind)
        {
            case EventKind.StateMarket:
                StateMarket terms = told.Body<StateMarket>();
                (market.Terms, market.Mark, market.Index) = (terms.Terms, terms.Mark, terms.Index);
                break;
            case EventKind.StateTier:
                StateTier tier = told.Body<StateTier>();
                market.SetTier(tier.Tier, tier.Floor.Value, tier.ImrPpb, tier.MmrPpb);
                break;
            case EventKind.StateRamp:
                market.IsRamping = true;
                break;
            case EventKind.StateMarketRisk:
                market.Liquidation = told.Body<StateMarketRisk>().Terms;
                break;
            case EventKind.StatePriceRules:
                if (header.Market != 0) market.Rules = told.Body<StatePriceRules>().Rules;
                break;
            case EventKind.StateFunding:
                Load(market.Funding, told.Body<StateFunding>());
                break;
            case EventKind.StateAccount:
                _cash[header.Account] = told.Body<StateAccount>().Cash.Value;
                break;
            case EventKind.StatePosition:
                StatePosition position = told.Body<StatePosition>();
                _positions[(header.Account, header.Market)] = new PastPosition(position.Size.Value, position.Cost.Value, position.IsolatedMargin.Value, position.Mode);
                break;
            case EventKind.StateAuction:
                StateAuction asked = told.Body<StateAuction>();
                _offers[asked.Order.Value] = new PastOffer(asked.Qty.Value, asked.Price.Value);
                break;
            case EventKind.StateTrigger:
                StateTrigger trigger = told.Body<StateTrigger>();
                _triggers[trigger.Order.Value] = new PastTrigger(trigger.Side, trigger.TriggerPrice.Value, trigger.CallbackPpb, trigger.Offset.Value);
                break;
            default:
                break;
        }
    }

    private static void Load(FundingPast funding, in StateFunding told)
    {
        funding.PremiumSum = new Int128(unchecked((ulong)told.PremiumHigh), told.PremiumLow);
        funding.Samples = told.Samples;
        funding.Waiting = told.WaitingHourNs == 0 ? null : (told.WaitingAveragePpb, told.WaitingSamples);
        (funding.Epoch, funding.EpochIndex, funding.EpochRatePpb) = (told.Epoch, told.EpochIndex.Value, told.EpochRatePpb);
    }

    private bool TakeMoney(ref EventReader told)
    {
        ref readonly EventHeader header = ref told.Header;
        switch (header.Kind)
        {
            case EventKind.PositionChanged:
                PositionChanged changed = told.Body<PositionChanged>();
                _positions[(header.Account, header.Market)] = new PastPosition(changed.Size.Value, changed.Cost.Value, changed.IsolatedMargin.Value, changed.Mode);
                _cash[header.Account] = changed.Cash.Value;
                return true;
            case EventKind.LeverageChanged:
                _positions[(header.Account, header.Market)] = Position(header.Account, header.Market) with { Mode = told.Body<LeverageChanged>().Mode };
                return true;
            case EventKind.BalanceChanged:
                BalanceChanged balance = told.Body<BalanceChanged>();
                if (balance.Asset == 1) _cash[header.Account] = balance.Balance;
                return true;
            case EventKind.MarginMoved:
                Hold(in header, told.Body<MarginMoved>().Cash, told.Body<MarginMoved>().IsolatedMargin);
                return true;
            case EventKind.FundingPaid:
                Hold(in header, told.Body<FundingPaid>().Cash, told.Body<FundingPaid>().IsolatedMargin);
                return true;
            case EventKind.InsuranceDrawn:
                Hold(in header, told.Body<InsuranceDrawn>().Cash, told.Body<InsuranceDrawn>().IsolatedMargin);
                return true;
            case EventKind.BadDebtBooked:
                Hold(in header, told.Body<BadDebtBooked>().Cash, told.Body<BadDebtBooked>().IsolatedMargin);
                return true;
            case EventKind.InterestPaid:
                _cash[header.Account] = told.Body<InterestPaid>().Cash.Value;
                return true;
            case EventKind.LendLoss:
                _cash[header.Account] = told.Body<LendLoss>().Cash.Value;
                return true;
            default:
                return false;
        }
    }

    private void Hold(in EventHeader header, Micros cash, Micros pot)
    {
        _cash[header.Account] = cash.Value;
        if (header.Market == 0) return;
        PastPosition position = Position(header.Account, header.Market);
        if (position.Mode == MarginMode.Isolated || pot.Value != 0) _positions[(header.Account, header.Market)] = position with { Pot = pot.Value };
    }

    private bool TakeOrder(ref EventReader told)
    {
        switch (told.Header.Kind)
        {
            case EventKind.OrderAccepted:
                OrderAccepted accepted = told.Body<OrderAccepted>();
                _triggers[accepted.Order.Value] = new PastTrigger(accepted.Side, 0, 0, 0);
                if (accepted.State == OrderState.PendingAuction) _offers[accepted.Order.Value] = new PastOffer(accepted.Qty.Value, accepted.Price.Value);
                return true;
            case EventKind.TriggerArmed:
                TriggerArmed armed = told.Body<TriggerArmed>();
                if (_triggers.TryGetValue(armed.Order.Value, out PastTrigger waiting))
                    _triggers[armed.Order.Value] = waiting with { TriggerPrice = armed.TriggerPrice.Value, CallbackPpb = armed.CallbackPpb, Offset = armed.Offset.Value };
                return true;
            default:
                return false;
        }
    }

    private void TakeMarket(ref EventReader told)
    {
        PastMarket market = Market(told.Header.Market);
        switch (told.Header.Kind)
        {
            case EventKind.PricesChanged:
                PricesChanged prices = told.Body<PricesChanged>();
                (market.Mark, market.Index) = (prices.Mark, prices.Index);
                break;
            case EventKind.MarkUpdated:
                MarkUpdated updated = told.Body<MarkUpdated>();
                (market.Mark, market.Index) = (updated.Mark, updated.Index);
                if ((updated.Inputs & MarkInputs.Sampled) != 0) market.Funding.Sample(updated.PremiumPpb);
                break;
            case EventKind.FundingDelayed:
                market.Funding.Waiting = (Average(market.Funding), market.Funding.Samples);
                market.Funding.EndHour();
                break;
            case EventKind.FundingSkipped:
                if (told.Body<FundingSkipped>().Reason == FundingSkip.NoIndex && market.Funding.Waiting is not null) market.Funding.Waiting = null;
                else market.Funding.EndHour();
                break;
            case EventKind.FundingStarted:
                Start(market.Funding, told.Body<FundingStarted>());
                break;
            default:
                break;
        }
    }

    private static void Start(FundingPast funding, in FundingStarted started)
    {
        if (funding.Waiting is null) funding.EndHour();
        funding.Waiting = null;
        (funding.Epoch, funding.EpochIndex, funding.EpochRatePpb) = (started.Epoch, started.Index.Value, started.RatePpb);
    }

    private static long Average(FundingPast funding) => funding.Samples == 0 ? 0 : Exact.Trunc(funding.PremiumSum, funding.Samples);
}
