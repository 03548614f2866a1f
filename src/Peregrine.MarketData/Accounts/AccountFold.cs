using Peregrine.Core;

namespace Peregrine.MarketData.Accounts;

/// <summary>What each account has: orders, positions, money; and the private sequence in which it was told of them.</summary>
/// <remarks>
/// An account shows whole commands only. Its owner is told fills, balances and notifications in the order of events, then its orders and positions as the
/// command left them, each once.
/// </remarks>
public sealed class AccountFold : Fold
{
    private readonly AccountStore _store;
    private readonly AccountLog _log;
    private readonly OrderKeeper _orders;
    private readonly MoneyKeeper _money;
    private readonly FillPairs _fills;
    /// <summary>Brackets of a told state, until their exits are told.</summary>
    private readonly Dictionary<OrderId, StateGroup> _groups = [];

    public AccountFold(AccountLimits? limits = null)
    {
        _store = new AccountStore(limits ?? new AccountLimits());
        _log = new AccountLog(_store);
        _orders = new OrderKeeper(_store, _log);
        _money = new MoneyKeeper(_store, _log);
        _fills = new FillPairs(_orders, _log);
        Views = new AccountViews(_store, _money);
    }

    /// <summary>For any thread.</summary>
    public AccountViews Views { get; }

    /// <summary>Told of each account that a command changed, when it may be seen.</summary>
    public Action<int>? Changed
    {
        init => _store.Shown = value;
    }

    /// <summary>Events that named an order nobody was told of.</summary>
    public long StrayCount => _orders.StrayCount;

    public override void Abandon() => _store.Show();

    /// <summary>Puts back what an account was told before the state that was loaded, of which that state told it nothing new. Before the first event.</summary>
    public void Recall(in AccountPast past, ReadOnlySpan<byte> messages)
    {
        Invariant.That(IsBetweenCommands && past.LastSeq <= Cursor, "what was told before a state ends before it");
        if (!Views.TryRead(past.Account, out _)) return;
        _log.Recall(in past, messages);
        _store.Show();
    }

    protected override void OnState(ref EventReader state)
    {
        LoadState(ref state);
        _store.Show();
    }

    protected override void OnEvent(ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        _log.Begin(in header);
        if (header.Kind == EventKind.BookChanged)
        {
            _orders.Place(in header, happened.Body<BookChanged>());
            return;
        }
        _orders.Forget();
        switch (header.Kind)
        {
            case EventKind.Trade:
                _fills.Begin(in header, happened.Body<Trade>());
                break;
            case EventKind.PositionChanged:
                PositionChanged position = happened.Body<PositionChanged>();
                _money.Change(in header, in position);
                // No fill tells it: who wants to say at what it was closed needs the event itself.
                if (!_fills.Complete(header.Account, in position)) _log.Tell(header.Account, header.Market, PrivateChannel.Margin, header.Kind, in position);
                break;
            case EventKind.BalanceChanged:
                _money.Change(in header, happened.Body<BalanceChanged>());
                break;
            case EventKind.MarketListed:
                _money.List(header.Market, happened.Body<MarketListed>().Terms);
                break;
            case EventKind.ChangeApplied:
                _money.Change(header.Market, happened.Body<ChangeApplied>());
                break;
            case EventKind.VenueResumed:
                break;
            default:
                if (header.Account == 0) break;
                if (!OnOrderEvent(ref happened)) OnAccountEvent(ref happened);
                break;
        }
    }

    protected override void OnCommandDone(in EventHeader done)
    {
        _groups.Clear();
        if (_store.Touched.Count == 0) return;
        _log.Begin(in done);
        _orders.Finish();
        _money.Finish();
        _store.Show();
    }

    // The body's first part is all there is to tell of most of them; the order itself follows when the command is over.
    private bool OnOrderEvent(ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        switch (header.Kind)
        {
            case EventKind.OrderAccepted:
                _orders.Accept(in header, happened.Body<OrderAccepted>());
                return true;
            case EventKind.TriggerArmed:
                Arm(happened.Body<TriggerArmed>());
                return true;
            case EventKind.OrderTriggered:
                _orders.Fire(happened.Body<OrderTriggered>().Order);
                Notify(ref happened);
                return true;
            case EventKind.OrderAmended:
                _orders.Amend(happened.Body<OrderAmended>());
                return true;
            case EventKind.OrderTrimmed:
                _orders.Trim(happened.Body<OrderTrimmed>());
                Notify(ref happened);
                return true;
            case EventKind.OrderCancelled:
                _orders.Cancel(happened.Body<OrderCancelled>());
                return true;
            case EventKind.ExitActivated:
                _orders.Activate(happened.Body<ExitActivated>());
                return true;
            case EventKind.StopRetried:
                _orders.Retry(happened.Body<StopRetried>());
                Notify(ref happened);
                return true;
            case EventKind.TwapControlled:
                Pause(happened.Body<TwapControlled>());
                return true;
            case EventKind.TwapEnded:
                _orders.EndTwap(happened.Body<TwapEnded>());
                Notify(ref happened);
                return true;
            default:
                return false;
        }
    }

    private void OnAccountEvent(ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        ref AccountFacts facts = ref _store.Touch(header.Account).Facts;
        switch (header.Kind)
        {
            case EventKind.AccountCreated:
                (facts.Account, facts.Root, facts.Status) = (header.Account, happened.Body<AccountCreated>().Root, AccountStatus.Active);
                break;
            case EventKind.AccountStatusChanged:
                facts.Status = happened.Body<AccountStatusChanged>().Status;
                break;
            case EventKind.ReferrerSet:
                ReferrerSet referrer = happened.Body<ReferrerSet>();
                (facts.Referrer, facts.ReferralSharePpb, facts.DiscountPpb) = (referrer.Referrer, referrer.SharePpb, referrer.DiscountPpb);
                break;
            case EventKind.FeeTierChanged:
                facts.FeeTier = happened.Body<FeeTierChanged>().Tier;
                break;
            case EventKind.WithdrawalChanged:
                WithdrawalChanged withdrawal = happened.Body<WithdrawalChanged>();
                _money.SetWithdrawal(header.Account, new(withdrawal.Withdrawal, withdrawal.Amount, withdrawal.Asset, withdrawal.State));
                break;
            case EventKind.DeadManSet:
                DeadManSet armed = happened.Body<DeadManSet>();
                _money.SetSwitch(header.Account, new(armed.DueNs, armed.Label, armed.Session, header.Market, armed.DropProtective, armed.Flatten));
                break;
            case EventKind.DeadManFired:
                DeadManFired fired = happened.Body<DeadManFired>();
                _money.SetSwitch(header.Account, new(0, fired.Label, fired.Session, header.Market, 0, 0));
                break;
            default:
                OnMarginEvent(ref happened);
                return;
        }
        Notify(ref happened);
    }

    private void OnMarginEvent(ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        switch (header.Kind)
        {
            case EventKind.MarginMoved:
                MarginMoved moved = happened.Body<MarginMoved>();
                _money.Move(in header, moved.IsolatedMargin, moved.Cash);
                break;
            case EventKind.LeverageChanged:
                _money.Change(in header, happened.Body<LeverageChanged>());
                break;
            case EventKind.MmpSet:
                _money.Change(in header, happened.Body<MmpSet>());
                break;
            default:
                OnPaymentEvent(ref happened);
                Notify(ref happened);
                return;
        }
        _log.Tell(header.Account, header.Market, PrivateChannel.Margin, header.Kind, happened.Bytes[EventHeader.Size..]);
    }

    // Cash that moves without an order: whoever is told is told the balance after it.
    private void OnPaymentEvent(ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        switch (header.Kind)
        {
            case EventKind.FundingPaid:
                _money.Pay(in header, happened.Body<FundingPaid>());
                break;
            case EventKind.InsuranceDrawn:
                InsuranceDrawn drawn = happened.Body<InsuranceDrawn>();
                _money.Cover(in header, drawn.IsolatedMargin, drawn.Cash);
                break;
            case EventKind.BadDebtBooked:
                BadDebtBooked booked = happened.Body<BadDebtBooked>();
                _money.Cover(in header, booked.IsolatedMargin, booked.Cash);
                break;
            case EventKind.InterestPaid:
                _money.Hold(header.Account, happened.Body<InterestPaid>().Cash);
                break;
            case EventKind.LendLoss:
                _money.Hold(header.Account, happened.Body<LendLoss>().Cash);
                break;
            case EventKind.SettlementShared:
                _money.Hold(header.Account, happened.Body<SettlementShared>().Cash);
                break;
            default:
                break;
        }
    }

    private void Notify(ref EventReader happened)
    {
        ref readonly EventHeader header = ref happened.Header;
        _log.Tell(header.Account, header.Market, PrivateChannel.Notifications, header.Kind, happened.Bytes[EventHeader.Size..]);
    }

    private void Arm(in TriggerArmed armed)
    {
        if (_orders.Find(armed.Order) is not (var slot and not 0)) return;
        ref OrderFacts facts = ref _orders.Touch(slot, EventKind.TriggerArmed);
        (facts.TriggerPrice, facts.ActivationPrice, facts.Offset, facts.WorstPrice) = (armed.TriggerPrice, armed.ActivationPrice, armed.Offset, armed.WorstPrice);
        (facts.CallbackPpb, facts.SlipPpb, facts.Trigger, facts.TriggerBy) = (armed.CallbackPpb, armed.SlipPpb, armed.Trigger, armed.TriggerBy);
    }

    private void Pause(in TwapControlled controlled)
    {
        if (_orders.Find(controlled.Order) is not (var slot and not 0)) return;
        _orders.Touch(slot, EventKind.TwapControlled).IsPaused = controlled.Action == TwapAction.Pause ? (byte)1 : (byte)0;
    }

    private void LoadState(ref EventReader state)
    {
        ref readonly EventHeader header = ref state.Header;
        switch (header.Kind)
        {
            case EventKind.StateMarket:
                _money.List(header.Market, state.Body<StateMarket>().Terms);
                break;
            case EventKind.StateAccount:
                LoadAccount(in header, state.Body<StateAccount>());
                break;
            case EventKind.StateHolding:
                _money.Load(header.Account, state.Body<StateHolding>());
                break;
            case EventKind.StatePosition:
                _money.Load(header.Account, header.Market, state.Body<StatePosition>());
                break;
            case EventKind.StateMmp:
                _money.Load(header.Account, header.Market, state.Body<StateMmp>());
                break;
            case EventKind.StateWithdrawal:
                StateWithdrawal withdrawal = state.Body<StateWithdrawal>();
                _money.SetWithdrawal(header.Account, new(withdrawal.Withdrawal, withdrawal.Amount, withdrawal.Asset, withdrawal.State));
                break;
            case EventKind.StateDeadMan:
                StateDeadMan armed = state.Body<StateDeadMan>();
                _money.SetSwitch(header.Account, new(armed.DueNs, armed.Label, armed.Session, header.Market, armed.DropProtective, armed.Flatten));
                break;
            default:
                LoadOrders(ref state);
                break;
        }
    }

    private void LoadOrders(ref EventReader state)
    {
        ref readonly EventHeader header = ref state.Header;
        switch (header.Kind)
        {
            case EventKind.StateGroup:
                StateGroup group = state.Body<StateGroup>();
                _groups[group.Group] = group;
                break;
            case EventKind.StateExit:
                StateExit exit = state.Body<StateExit>();
                if (exit.IsAlive != 0) _orders.Load(OrderFacts.Of(in header, _groups[exit.Group], in exit));
                break;
            case EventKind.StateOrder:
                _orders.Load(OrderFacts.Of(in header, state.Body<StateOrder>()));
                break;
            case EventKind.StateTrigger:
                _orders.Load(OrderFacts.Of(in header, state.Body<StateTrigger>()));
                break;
            case EventKind.StateTwap:
                _orders.Load(OrderFacts.Of(in header, state.Body<StateTwap>()));
                break;
            case EventKind.StateQueued:
                StateQueued queued = state.Body<StateQueued>();
                if (queued.Work == QueuedWork.Retry) _orders.LoadRetry(queued.Order);
                break;
            default:
                break;
        }
    }

    private void LoadAccount(in EventHeader header, in StateAccount told)
    {
        ref AccountRecord record = ref _store.Touch(header.Account);
        record.Facts = new AccountFacts
        {
            Account = header.Account,
            Cash = told.Cash,
            Root = told.Root,
            Referrer = told.Referrer,
            ReferralSharePpb = told.ReferralSharePpb,
            DiscountPpb = told.DiscountPpb,
            FeeTier = told.FeeTier,
            Status = told.Status,
            LastSeq = header.Seq,
        };
        record.ToldCash = told.Cash;
        // Of what was told before, nothing is known.
        record.Sequence.FloorSeq = header.Seq;
    }
}
