using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Fees;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Orders;
using Peregrine.Engine.Positions;
using Peregrine.Engine.Prices;
using Peregrine.Engine.Snapshots;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine;

/// <summary>All handlers over one state, wired once; says who handles which command and what comes before and after it.</summary>
internal sealed class Desks
{
    private readonly EngineState _state;
    private readonly Timers _timers;
    private readonly Listing _listing;
    private readonly MarketStates _marketStates;
    private readonly FeeTable _feeTable;
    private readonly PriceWorks _prices;
    private readonly AccountDesk _accounts;
    private readonly LimitDesk _limitDesk;
    private readonly Collateral _collateral;
    private readonly WithdrawalCaps _caps;
    private readonly Withdrawals _withdrawals;
    private readonly Transfers _transfers;
    private readonly PositionSettings _settings;
    private readonly MmpSettings _protection;
    private readonly OrderDesk _orders;
    private readonly OrderAmends _amends;
    private readonly OrderCancels _cancels;
    private readonly ExitKeeper _exits;
    private readonly ScaleDesk _scales;
    private readonly GroupDesk _groups;
    private readonly PairDesk _pairs;
    private readonly TwapDesk _twaps;
    private readonly CloseDesk _closes;
    private readonly DeadMan _deadMan;
    private readonly TriggerRunner _triggers;
    private readonly LiquidationWarnings _warnings;
    private readonly LimitBook _limits;
    private readonly LossWatch _losses;
    private readonly BreachDesk _breaches;
    private readonly LiquidationDesk _liquidation;
    private readonly RiskDesk _risk;
    private readonly Schedule _schedule;
    private readonly Keepers _keepers;

    public Desks(EngineState state)
    {
        _state = state;
        Lookahead = new Lookahead(state);
        MarginBook margin = new(state);
        FeeBook fees = new(state);
        // A price tick for every market and asset, and an hour for every market.
        int ticks = 2 * state.Capacities.MarketsMax + state.Capacities.AssetsMax;
        Timers timers = _timers = new Timers(
            state.Capacities.OrdersMax + state.Capacities.TriggersMax + state.Capacities.TwapsMax + state.Capacities.DeadMansMax + ticks);
        ClientIds clientIds = new(state);
        LimitBook limits = _limits = new LimitBook(state);
        LossWatch losses = _losses = new LossWatch(state, margin);

        RestingOrders resting = new(state, clientIds, timers);
        ReduceOnlyRoom reduceOnly = new(state, resting);
        ExitKeeper exits = _exits = new ExitKeeper(state, resting, reduceOnly);
        OrderLinks links = new(state, clientIds, resting, new BracketExitsBook(state, exits));
        resting.Links = links;
        OwnOrders own = new(state, resting, links);
        MakerProtection protection = new(state, own);
        TriggerKeeper triggerKeeper = new(state, clientIds, timers, links);
        MakerAftermath aftermath = new(state, resting, reduceOnly, triggerKeeper, protection, links);
        FundingSettlement funding = new(state);
        InsuranceFund insurance = new(state);
        Matcher matcher = new(state, margin, fees, funding, resting, aftermath, insurance);
        BookWalk walk = new(state, margin, fees);
        OrderRunner runner = new(state, clientIds, matcher, resting, reduceOnly, triggerKeeper, links);
        _accounts = new AccountDesk(state);
        OrderChecks checks = new(state, margin, fees, _accounts, limits, protection, walk);
        _triggers = new TriggerRunner(state, checks, runner, triggerKeeper, links);
        runner.References = _triggers;
        _warnings = new LiquidationWarnings(state, margin);
        TriggerDesk waiting = new(state, checks, runner, triggerKeeper, _triggers);
        (exits.Triggers, exits.Desk, exits.Runner, exits.Links) = (triggerKeeper, waiting, runner, links);
        TwapRunner slices = new(state, timers, clientIds, checks, runner);
        OrderIntake intake = new(state, clientIds, limits, runner);
        _orders = new OrderDesk(state, intake, checks, runner, waiting);
        _cancels = new OrderCancels(state, clientIds, limits, resting, own, triggerKeeper, slices, links, runner);
        _amends = new OrderAmends(state, limits, checks, _cancels, resting, runner, links, waiting);

        _scales = new ScaleDesk(state, clientIds, intake, margin, checks, runner, links);
        _twaps = new TwapDesk(state, clientIds, limits, intake, checks, runner, slices);
        _closes = new CloseDesk(state, limits, margin, intake, checks, runner, own);
        _pairs = new PairDesk(state, intake, margin, checks, runner, walk);
        _groups = new GroupDesk(
            state,
            limits,
            losses,
            new BracketDesk(state, intake, _orders, checks, runner, links, triggerKeeper, waiting),
            new OcoDesk(state, clientIds, intake, _orders, checks, runner, links, triggerKeeper, waiting));
        _deadMan = new DeadMan(state, timers, limits, _cancels, _closes);
        _breaches = new BreachDesk(state, losses, _cancels, _closes);

        _listing = new Listing(state);
        _marketStates = new MarketStates(state);
        _feeTable = new FeeTable(state);
        _prices = new PriceWorks(state, timers, funding, insurance, _marketStates);
        _limitDesk = new LimitDesk(state, limits, losses);
        _collateral = new Collateral(state, margin, losses);
        _caps = new WithdrawalCaps(state);
        _withdrawals = new Withdrawals(state, limits, _collateral, _caps, funding);
        _transfers = new Transfers(state, limits, _collateral, funding);
        _settings = new PositionSettings(state, margin, limits, funding);
        _protection = new MmpSettings(state, limits);
        _liquidation = new LiquidationDesk(state);
        _risk = RiskOf(state, margin, fees, insurance, runner, funding, new ForcedClose(state, funding, aftermath, reduceOnly, triggerKeeper), _collateral, _cancels);
        _schedule = new Schedule(state, timers, resting, triggerKeeper, _triggers, exits, slices, _deadMan, _limitDesk, losses, _prices, _risk);
        _keepers = new Keepers(clientIds, resting, links, triggerKeeper, slices, _deadMan, losses, _prices, _risk);
    }

    private static RiskDesk RiskOf(
        EngineState state, MarginBook margin, FeeBook fees, InsuranceFund insurance, OrderRunner runner, FundingSettlement funding, ForcedClose forced,
        Collateral collateral, OrderCancels cancels)
    {
        RiskBook figures = new(state);
        LiquidationGate gate = new(state);
        Deleverage deleverage = new(state, figures, new AdlCandidates(state, figures), forced);
        ClosingStep closing = new(state, figures, fees, runner, new BackstopIntake(state, margin, forced), deleverage, insurance);
        return new RiskDesk(
            state,
            new RiskWatch(state, figures, new ThresholdIndex(state), gate),
            new Liquidator(state, figures, gate, funding, closing, new CollateralSale(state, collateral), insurance, cancels),
            new BackstopWork(state, margin, runner, deleverage));
    }

    public EngineState State => _state;

    public Lookahead Lookahead { get; }

    public Invariants Invariants() => new(_state, _keepers.ClientIds, _timers);

    public StateTeller Teller() => new(_state, _keepers.ClientIds);

    public StateRestorer Restorer(SnapshotReader reader) => new(reader, _state, in _keepers);

    /// <summary>What a venue has from its first command on.</summary>
    public void Found() => _listing.FoundSettleAsset(_state.Capacities.SettleSymbol);

    public long NextDueNs => _schedule.NextDueNs;

    /// <summary>Step 1: what is due, before the command that carried the time.</summary>
    /// <param name="seq">Of the command.</param>
    /// <param name="nowNs">Its time.</param>
    /// <param name="afterDowntime">Nobody could be heard since the command before it.</param>
    public void Begin(long seq, long nowNs, bool afterDowntime)
    {
        long beforeNs = _state.NowNs;
        _state.Seq = seq;
        _state.NowNs = nowNs;
        _state.NextOrderIndex = 0;
        _state.NextTradeIndex = 0;
        _state.NextEngineIndex = EngineState.FirstEngineIndex;
        if (afterDowntime) _deadMan.Resume(beforeNs);
        if (afterDowntime) _prices.Indexes.Resume();
        _schedule.Advance();
    }

    /// <summary>Step 3: the triggers it fired, what breached limits ask, and which stops come too late now.</summary>
    public void Finish()
    {
        if (_exits.HasQueue || _triggers.HasQueue || _losses.HasBreaches || _risk.HasWork) SettleAll();
        _warnings.Tell();
    }

    // Each may call for the others; what fires is capped, and a limit is breached once.
    private void SettleAll()
    {
        do
        {
            _exits.RunQueued();
            _triggers.Settle();
        }
        while (_exits.HasQueue || _breaches.Act() || Liquidates());
        _risk.Test();
    }

    // Not while fired triggers wait for their turn: one of them may be what saves the account.
    private bool Liquidates() => !_triggers.HasQueue && _risk.HasWork && _risk.Run();

    /// <summary>Step 2 for the members of a group.</summary>
    public RejectCode Together(ReadOnlySpan<Command> group, ref Outcome outcome) => group[0].Header.Kind switch
    {
        CommandKind.ListMarket => _listing.ListMarket(group, ref outcome),
        CommandKind.PlaceOrder => _groups.Place(group, ref outcome),
        CommandKind.SetPriceRules => Feeds(group, ref outcome, ofSamples: false),
        CommandKind.SubmitSamples => Feeds(group, ref outcome, ofSamples: true),
        _ => RejectCode.BadValue,
    };

    /// <summary>Step 2 for a command of its own.</summary>
    public RejectCode One(in Command command, ref Outcome outcome)
    {
        bool operators = IsOperators(command.Header.Kind);
        if (operators && command.Header.Account != 0) return RejectCode.UnknownAccount;
        if (operators && command.Header.Key != 0) return RejectCode.UnknownKey;
        return operators ? Venue(in command, ref outcome) : Account(in command, ref outcome);
    }

    private static bool IsOperators(CommandKind kind) =>
        kind < CommandKind.CreateAccount || kind is >= CommandKind.SetLiquidation and <= CommandKind.FundInsurance;

    private RejectCode Venue(in Command command, ref Outcome outcome) => command.Header.Kind switch
    {
        CommandKind.Genesis => RejectCode.AlreadyDone,
        CommandKind.Tick => Heard(in Command.Body<Tick>(in command)),
        CommandKind.ListAsset => _listing.ListAsset(in command, ref outcome),
        CommandKind.SetMarketState => Shown(_marketStates.Set(in command, ref outcome), Command.Body<SetMarketState>(in command).Market),
        CommandKind.SetFeeTier => _feeTable.Set(in command, ref outcome),
        CommandKind.SetPrices => _prices.Inputs.SetMarket(in command, ref outcome),
        CommandKind.SetAssetPrice => _prices.Inputs.SetAsset(in command, ref outcome),
        CommandKind.SetAccountStatus => _accounts.SetStatus(in command, ref outcome),
        CommandKind.Resumed => RejectCode.None,
        CommandKind.SetWithdrawalCaps => _caps.Set(in command, ref outcome),
        CommandKind.ListMarket => RejectCode.BadListing,
        CommandKind.SetPriceRules => RejectCode.BadParameter,
        CommandKind.SubmitSamples => _prices.Indexes.Take(new ReadOnlySpan<Command>(in command), ref outcome),
        CommandKind.SetLiquidation => _liquidation.SetTerms(in command, ref outcome),
        CommandKind.SetBackstop => _liquidation.SetBackstop(in command, ref outcome),
        CommandKind.SetCollateralBuyer => _liquidation.SetBuyer(in command, ref outcome),
        CommandKind.FundInsurance => _liquidation.Fund(in command, ref outcome),
        _ => RejectCode.BadValue,
    };

    // A state in which triggers run again.
    private RejectCode Shown(RejectCode code, int market)
    {
        if (code != RejectCode.None) return code;
        TriggerRunner.ShowAll(_state.Markets[market]);
        _state.Suspects.MoveMarket(market);
        return code;
    }

    private RejectCode Heard(in Tick tick)
    {
        _risk.Heard(in tick);
        return RejectCode.None;
    }

    // Groups of feeds and operators, who have no account.
    private RejectCode Feeds(ReadOnlySpan<Command> group, ref Outcome outcome, bool ofSamples)
    {
        ref readonly CommandHeader first = ref group[0].Header;
        foreach (ref readonly Command member in group)
        {
            if (member.Header.Account != first.Account || member.Header.Key != first.Key) return RejectCode.BadValue;
        }
        if (first.Account != 0) return RejectCode.UnknownAccount;
        if (first.Key != 0) return RejectCode.UnknownKey;
        return ofSamples ? _prices.Indexes.Take(group, ref outcome) : _prices.Feeds.Set(group, ref outcome);
    }

    private static bool MayBeNobodys(in CommandHeader header) =>
        header.Account == 0 && header.Kind is CommandKind.CreateAccount or CommandKind.ResolveWithdrawal;

    private RejectCode Account(in Command command, ref Outcome outcome)
    {
        ref readonly CommandHeader header = ref command.Header;
        bool named = _state.HasAccount(header.Account) && header.Kind != CommandKind.ResolveWithdrawal;
        if (!named && !MayBeNobodys(in header)) return RejectCode.UnknownAccount;
        if (!_limits.Knows(header.Account, header.Key)) return RejectCode.UnknownKey;
        if (header.Account != 0) _losses.Sample(header.Account);
        return header.Kind switch
        {
            CommandKind.CreateAccount => _accounts.Create(in command, ref outcome),
            CommandKind.SetReferrer => _accounts.SetReferrer(in command, ref outcome),
            CommandKind.ApproveBuilder => _accounts.ApproveBuilder(in command, ref outcome),
            CommandKind.SetLimits => _limitDesk.SetAccount(in command, ref outcome),
            CommandKind.SetKey => _limitDesk.SetKey(in command, ref outcome),
            CommandKind.Deposit => _collateral.Deposit(in command, ref outcome),
            CommandKind.RequestWithdrawal => _withdrawals.Request(in command, ref outcome),
            CommandKind.ResolveWithdrawal => _withdrawals.Resolve(in command, ref outcome),
            CommandKind.Transfer => _transfers.Move(in command, ref outcome),
            CommandKind.SetLeverage => _settings.SetLeverage(in command, ref outcome),
            CommandKind.SetMarginMode => _settings.SetMode(in command, ref outcome),
            CommandKind.MoveMargin => _settings.MoveMargin(in command, ref outcome),
            CommandKind.SetMmp => _protection.Set(in command, ref outcome),
            CommandKind.PlaceOrder => _orders.Place(in command, ref outcome),
            CommandKind.AmendOrder => _amends.Amend(in command, ref outcome),
            CommandKind.CancelOrder => _cancels.Cancel(in command, ref outcome),
            CommandKind.MassCancel => _cancels.Mass(in command, ref outcome),
            CommandKind.PlaceScale => _scales.Place(in command, ref outcome),
            CommandKind.PlaceTwap => _twaps.Place(in command, ref outcome),
            CommandKind.ControlTwap => _twaps.Control(in command, ref outcome),
            CommandKind.PlacePair => _pairs.Place(in command, ref outcome),
            CommandKind.Reverse => _closes.Reverse(in command, ref outcome),
            CommandKind.CloseAll => _closes.All(in command, ref outcome),
            CommandKind.SetDeadMan => _deadMan.Set(in command),
            CommandKind.CloseSession => _deadMan.CloseSession(in command, ref outcome),
            _ => RejectCode.BadValue,
        };
    }
}
