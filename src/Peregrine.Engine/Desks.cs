using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.Borrow;
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
    private readonly Lives _lives;
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
    private readonly OrderAuctions _auctions;
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
    private readonly MarginBook _margin;
    private readonly FeeBook _fees;

    public Desks(EngineState state)
    {
        _state = state;
        Lookahead = new Lookahead(state);
        MarginBook margin = _margin = new(state);
        FeeBook fees = _fees = new(state);
        Timers timers = _timers = new Timers(TimersMax(state.Capacities));
        ClientIds clientIds = new(state);
        LimitBook limits = _limits = new LimitBook(state);
        LossWatch losses = _losses = new LossWatch(state, margin);

        RestingOrders resting = new(state, clientIds, timers);
        ReduceOnlyRoom reduceOnly = ReduceOnly = new(state, resting);
        ExitKeeper exits = _exits = new ExitKeeper(state, resting, reduceOnly);
        OrderLinks links = new(state, clientIds, resting, new BracketExitsBook(state, exits));
        resting.Links = links;
        OwnOrders own = new(state, resting, links);
        MakerProtection protection = new(state, own);
        TriggerKeeper triggerKeeper = new(state, clientIds, timers, links);
        MakerAftermath aftermath = new(state, resting, reduceOnly, triggerKeeper, protection, links);
        FundingSettlement funding = new(state);
        InsuranceFund insurance = new(state, new LenderLosses(state));
        Matcher matcher = new(state, margin, fees, funding, resting, aftermath, insurance);
        BookWalk walk = Walk = new(state, margin, fees);
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
        AuctionBook auctionBook = runner.Auctions = new AuctionBook(state, timers, resting);
        _auctions = new OrderAuctions(state, limits, auctionBook, checks, runner, matcher, new QuoteFills(state, margin, fees, funding, insurance, matcher, aftermath));
        _orders = new OrderDesk(state, intake, checks, runner, waiting, _auctions);
        _cancels = new OrderCancels(state, clientIds, limits, resting, own, triggerKeeper, slices, links, runner);
        _amends = new OrderAmends(state, limits, checks, _cancels, resting, runner, links, waiting);
        _scales = new ScaleDesk(state, clientIds, intake, margin, checks, runner, links);
        _twaps = new TwapDesk(state, clientIds, limits, intake, checks, runner, slices);
        _closes = new CloseDesk(state, limits, margin, intake, checks, runner, own);
        _pairs = new PairDesk(state, intake, margin, checks, runner, walk);
        BracketDesk brackets = new(state, intake, _orders, checks, runner, links, triggerKeeper, waiting);
        _groups = new GroupDesk(state, limits, losses, brackets, new(state, clientIds, intake, _orders, checks, runner, links, triggerKeeper, waiting));
        _deadMan = new DeadMan(state, timers, limits, _cancels, _closes);
        _breaches = new BreachDesk(state, losses, _cancels, _closes);
        _listing = new Listing(state);
        _feeTable = new FeeTable(state);
        _limitDesk = new LimitDesk(state, limits, losses);
        _collateral = new Collateral(state, margin, losses);
        _caps = new WithdrawalCaps(state);
        _withdrawals = new Withdrawals(state, limits, _collateral, _caps, funding);
        _transfers = new Transfers(state, limits, _collateral, funding);
        _settings = new PositionSettings(state, margin, limits, funding);
        RiskBook figures = new(state);
        CollateralSale sale = new(state, figures, _collateral);
        SettlementWatch watch = new(state);
        MarketStates states = new(state, timers, new Uncross(state, margin, fees, funding, insurance, resting, aftermath), _auctions);
        _prices = new PriceWorks(state, timers, funding, insurance, states, watch);
        Settlement settlement = new(state, timers, margin, states, watch, _cancels, aftermath, funding, _prices.Hours, insurance);
        _lives = new Lives(state, timers, states, watch, settlement, new(state, timers, limits, figures, _collateral, sale, funding, insurance), _auctions);
        _lives.Changes.Do = One;
        _protection = new MmpSettings(state, limits);
        _liquidation = new LiquidationDesk(state, insurance);
        _risk = RiskOf(state, margin, fees, figures, insurance, runner, funding, new(state, funding, aftermath, reduceOnly, triggerKeeper), sale, _cancels, _auctions);
        _schedule = new Schedule(state, timers, resting, triggerKeeper, _triggers, exits, slices, _deadMan, _limitDesk, losses, _prices, _risk, _lives.Schedule);
        _keepers = new Keepers(clientIds, resting, links, triggerKeeper, slices, _deadMan, losses, _prices, _risk, _lives.KeepersWith(auctionBook));
    }

    // A price tick for every market and asset, an hour for every market, and what orders and lives need.
    private static int TimersMax(in Genesis capacities) =>
        capacities.OrdersMax + capacities.TriggersMax + capacities.TwapsMax + capacities.DeadMansMax
        + 2 * capacities.MarketsMax + capacities.AssetsMax + LifeTimers.Most(in capacities);

    private static RiskDesk RiskOf(
        EngineState state, MarginBook margin, FeeBook fees, RiskBook figures, InsuranceFund insurance, OrderRunner runner, FundingSettlement funding,
        ForcedClose forced, CollateralSale sale, OrderCancels cancels, OrderAuctions auctions)
    {
        LiquidationGate gate = new(state);
        Deleverage deleverage = new(state, figures, new AdlCandidates(state, figures), forced);
        ClosingStep closing = new(state, figures, fees, runner, auctions, new BackstopIntake(state, margin, forced), deleverage, insurance);
        Liquidator liquidator = new(state, figures, gate, funding, closing, sale, insurance, cancels, auctions) { References = runner.References };
        auctions.Liquidations = liquidator;
        return new RiskDesk(state, new RiskWatch(state, figures, new ThresholdIndex(state), gate), liquidator, new BackstopWork(state, margin, runner, deleverage));
    }

    public EngineState State => _state;

    public Lookahead Lookahead { get; }

    public MarginBook Margin => _margin;

    public FeeBook Fees => _fees;

    public BookWalk Walk { get; }

    public ReduceOnlyRoom ReduceOnly { get; }

    public Collateral Collateral => _collateral;

    public LossWatch Losses => _losses;

    /// <summary>What a command of orders would be answered now; the rehearsal has what it would place. Changes nothing.</summary>
    public RejectCode Rehearse(ReadOnlySpan<Command> commands, Rehearsal rehearsal, ref Outcome outcome)
    {
        foreach (ref readonly Command command in commands)
        {
            RejectCode code = CommandLayout.Check(in command);
            if (code != RejectCode.None) return code;
        }
        ref readonly CommandHeader header = ref commands[0].Header;
        bool isGroup = commands.Length > 1;
        if (!isGroup && !_state.HasAccount(header.Account)) return RejectCode.UnknownAccount;
        if (!isGroup && !_limits.Knows(header.Account, header.Key)) return RejectCode.UnknownKey;
        _state.NextOrderIndex = 0;
        rehearsal.Begin();
        _state.Rehearsal = rehearsal;
        try
        {
            return isGroup ? RehearseTogether(commands, ref outcome) : RehearseOne(in commands[0], ref outcome);
        }
        finally
        {
            _state.Rehearsal = null;
        }
    }

    private RejectCode RehearseTogether(ReadOnlySpan<Command> group, ref Outcome outcome) =>
        group[0].Header.Kind == CommandKind.PlaceOrder ? _groups.Place(group, ref outcome) : RejectCode.BadValue;

    // Only what ends in a rehearsal.
    private RejectCode RehearseOne(in Command command, ref Outcome outcome) => command.Header.Kind switch
    {
        CommandKind.PlaceOrder => _orders.Place(in command, ref outcome),
        CommandKind.PlaceScale => _scales.Place(in command, ref outcome),
        CommandKind.PlaceTwap => _twaps.Place(in command, ref outcome),
        CommandKind.PlacePair => _pairs.Place(in command, ref outcome),
        CommandKind.Reverse => _closes.Reverse(in command, ref outcome),
        CommandKind.CloseAll => _closes.All(in command, ref outcome),
        _ => RejectCode.BadValue,
    };

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
        if (afterDowntime) Resume(beforeNs);
        _schedule.Advance();
    }

    private void Resume(long downFromNs)
    {
        _deadMan.Resume(downFromNs);
        _lives.States.Restart(downFromNs);
        _prices.Indexes.Resume();
    }

    /// <summary>Step 3: the triggers it fired, what breached limits ask, and which stops come too late now.</summary>
    public void Finish()
    {
        // What is owed for the time up to here is part of everybody's loan and equity before either is tested.
        if (_state.Loans.HasDue) _lives.PayInterest();
        if (_lives.HasWork) _lives.Work();
        if (_state.Loans.HasDue) _lives.PayInterest();
        // After most fills both sides keep their margin, and that is all.
        if (_exits.HasQueue || _triggers.HasQueue || _losses.HasBreaches || (_risk.HasWork && _risk.Run())) SettleAll();
        if (_state.Loans.HasChanged || _state.Loans.HasDue) FinishLoans();
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

    // What fills and liquidations did to loans; whom their interest made fail waits for its turn in the queue.
    private void FinishLoans()
    {
        _lives.FinishLoans();
        _risk.Test();
    }

    // Not while fired triggers wait for their turn: one of them may be what saves the account.
    private bool Liquidates()
    {
        if (_triggers.HasQueue) return false;
        // Triggers change loans as the command itself does.
        if (_state.Loans.HasDue) _lives.PayInterest();
        return _risk.HasWork && _risk.Run();
    }

    /// <summary>Step 2 for the members of a group.</summary>
    public RejectCode Together(ReadOnlySpan<Command> group, ref Outcome outcome) => group[0].Header.Kind switch
    {
        CommandKind.ListMarket => _listing.ListMarket(group, ref outcome),
        CommandKind.PlaceOrder => _groups.Place(group, ref outcome),
        CommandKind.SetPriceRules or CommandKind.SubmitSamples or CommandKind.ProposeTiers => OfOperators(group, ref outcome),
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
        kind < CommandKind.CreateAccount
        || kind is (>= CommandKind.SetLiquidation and <= CommandKind.FundInsurance) or (>= CommandKind.CallAuction and <= CommandKind.AllowFactorReset);

    private RejectCode Venue(in Command command, ref Outcome outcome) => command.Header.Kind switch
    {
        CommandKind.Genesis => RejectCode.AlreadyDone,
        CommandKind.Tick => Heard(in Command.Body<Tick>(in command)),
        CommandKind.ListAsset => _listing.ListAsset(in command, ref outcome),
        CommandKind.SetMarketState => _lives.States.Set(in command, ref outcome),
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
        CommandKind.CallAuction => _lives.States.Call(in command, ref outcome),
        CommandKind.DelistMarket => _lives.Delisting.Announce(in command, ref outcome),
        CommandKind.SetFeed => _prices.Feeds.Set(in Command.Body<SetFeed>(in command), ref outcome),
        >= CommandKind.VenueReady and <= CommandKind.AllowFactorReset => _lives.Venue(in command, ref outcome),
        _ => RejectCode.BadValue,
    };

    private RejectCode Heard(in Tick tick)
    {
        _risk.Heard(in tick);
        return RejectCode.None;
    }

    // Groups of feeds, operators and administrators, who have no account.
    private RejectCode OfOperators(ReadOnlySpan<Command> group, ref Outcome outcome)
    {
        ref readonly CommandHeader first = ref group[0].Header;
        foreach (ref readonly Command member in group)
        {
            if (member.Header.Account != first.Account || member.Header.Key != first.Key) return RejectCode.BadValue;
        }
        if (first.Account != 0) return RejectCode.UnknownAccount;
        if (first.Key != 0) return RejectCode.UnknownKey;
        return first.Kind switch
        {
            CommandKind.SetPriceRules => _prices.Feeds.Set(group, ref outcome),
            CommandKind.SubmitSamples => _prices.Indexes.Take(group, ref outcome),
            CommandKind.ProposeTiers => _lives.Changes.ProposeTiers(group, ref outcome),
            _ => RejectCode.BadValue,
        };
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
            CommandKind.QuoteAuction => _auctions.Quote(in command, ref outcome),
            CommandKind.Lend => _lives.Lending.Lend(in command, ref outcome),
            CommandKind.Unlend => _lives.Lending.Unlend(in command, ref outcome),
            CommandKind.SetBorrowing => _lives.Lending.SetBorrowing(in command),
            _ => RejectCode.BadValue,
        };
    }
}
