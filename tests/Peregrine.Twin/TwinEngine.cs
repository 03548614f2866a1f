using Peregrine.Core;

namespace Peregrine.Twin;

/// <summary>The venue, written to be read: no caches, everything is counted again each time it is asked.</summary>
public sealed partial class TwinEngine(TwinRules policy)
{
    private const int TimersMax = 1024;
    private const int ExecutionsMax = 1024;
    private const int RoundsMax = 64;
    /// <summary>Orders that a timer sends are numbered from here, those of the command from 0.</summary>
    private const int FirstEngineIndex = 512;

    private readonly List<Command> _group = [];
    private List<TwinEvent> _events = [];
    private TwinState _s = new();
    private long _seq;
    private long _now;
    private int _nextIndex;
    private int _nextEngineIndex;
    private int _tradeIndex;
    private int _executions;
    /// <summary>The taker whose run is on: what it is linked to hears of it afterwards.</summary>
    private long _running;
    /// <summary>Whose waiting orders this command changed.</summary>
    private readonly SortedSet<int> _amendedWaiting = [];
    /// <summary>Whose own business no event told since everybody was tested: a waiting order that was amended, a case that ended.</summary>
    private readonly SortedSet<int> _touchedUntold = [];
    /// <summary>How many of the command's events were there when everybody was tested.</summary>
    private int _eventsTested;
    private Answer _answer;

    /// <summary>What <see cref="CommandDone"/> will say beside the code.</summary>
    private struct Answer
    {
        public OrderState State;
        public bool Duplicate;
        public long Detail1;
        public long Detail2;
    }

    public TwinEngine() : this(TwinRules.Ours) { }

    public TwinState State => _s;
    public long NowNs => _now;

    public IReadOnlyList<TwinEvent> Apply(in Command command)
    {
        if (command.Header.GroupCount > 1)
        {
            _group.Add(command);
            if (command.Header.GroupIndex + 1 < command.Header.GroupCount) return [];
        }
        else
        {
            _group.Add(command);
        }
        Command[] members = [.. _group];
        _group.Clear();

        _events = [];
        long before = _now;
        _seq = command.Header.Seq;
        _now = command.Header.TimeNs;
        _nextIndex = 0;
        _nextEngineIndex = FirstEngineIndex;
        _tradeIndex = 0;
        _executions = 0;
        _amendedWaiting.Clear();
        _touchedUntold.Clear();
        _eventsTested = 0;
        _movedMarkets.Clear();
        _movedAssets.Clear();
        (_settlementsLeft, _accountsLeft) = (SettledTogether, LookedAtTogether);
        _answer = default;

        if (command.Header.Kind == CommandKind.Resumed && members.Length == 1 && _s.Created && command.Header is { Account: 0, Key: 0 } && WellFormed(command) == RejectCode.None) Resume(before);
        EndLockout();
        Advance();
        RejectCode code = members.Select(m => WellFormed(m)).FirstOrDefault(c => c != RejectCode.None);
        if (code == RejectCode.None) code = Run(members);
        if (code is not (RejectCode.None or RejectCode.InsufficientMargin or RejectCode.UnknownOrder)) _answer = default;
        Answer said = _answer;
        PayChangedLoans();
        SettleMarkets();
        WorkOnLoans();
        ReturnMarkets();
        do
        {
            RunCrossed();
            RunTriggers();
        }
        while (_s.Crossed.Count > 0 || ActOnBreaches() || LiquidatePaid());
        PayChangedLoans();
        _answer = said;
        WarnOfLiquidation();
        Tell(command.Header.Account, 0, new CommandDone
        {
            Code = code,
            Command = command.Header.Kind,
            State = _answer.State,
            Duplicate = (byte)(_answer.Duplicate ? 1 : 0),
            Origin = command.Header.Origin,
            Correlation = command.Header.Correlation,
            Detail1 = _answer.Detail1,
            Detail2 = _answer.Detail2,
        });
        return _events;
    }

    /// <summary>Interest is paid before anybody is tested.</summary>
    private bool LiquidatePaid()
    {
        PayChangedLoans();
        return Liquidate();
    }

    private RejectCode Run(Command[] members)
    {
        Command last = members[^1];
        CommandKind kind = members[0].Header.Kind;
        if (kind != CommandKind.Genesis && !_s.Created) return RejectCode.BadValue;
        RejectCode who = Who(last.Header, kind);
        if (members.Any(m => m.Header.Account != last.Header.Account || m.Header.Key != last.Header.Key)) return RejectCode.BadValue;
        if (who != RejectCode.None) return who;
        if (!IsOperators(kind) && last.Header.Account != 0 && (members.Length == 1 || kind == CommandKind.PlaceOrder)) Sample(last.Header.Account);
        if (members.Length > 1) return RunGroup(members);
        return kind switch
        {
            CommandKind.Genesis => Create(Command.Body<Genesis>(last)),
            CommandKind.Tick => Hear(Command.Body<Tick>(last)),
            CommandKind.ListAsset => List(Command.Body<ListAsset>(last)),
            CommandKind.ListMarket => RejectCode.BadListing,
            CommandKind.SetTier => RejectCode.BadValue,
            CommandKind.OpenMarket => RejectCode.BadValue,
            CommandKind.SetMarketState => Move(Command.Body<SetMarketState>(last)),
            CommandKind.SetFeeTier => Set(Command.Body<SetFeeTier>(last)),
            CommandKind.SetPrices => Set(Command.Body<SetPrices>(last)),
            CommandKind.SetAssetPrice => Set(Command.Body<SetAssetPrice>(last)),
            CommandKind.SetAccountStatus => Set(Command.Body<SetAccountStatus>(last)),
            CommandKind.Resumed => RejectCode.None,
            CommandKind.SetPriceRules => RejectCode.BadParameter,
            CommandKind.SetSource => RejectCode.BadValue,
            CommandKind.SubmitSamples => Hear(members),
            CommandKind.SetWithdrawalCaps => Set(Command.Body<SetWithdrawalCaps>(last)),
            CommandKind.CreateAccount => Create(last.Header, Command.Body<CreateAccount>(last)),
            CommandKind.SetReferrer => Set(last.Header, Command.Body<SetReferrer>(last)),
            CommandKind.ApproveBuilder => Approve(last.Header, Command.Body<ApproveBuilder>(last)),
            CommandKind.SetLimits => Set(last.Header, Command.Body<SetLimits>(last)),
            CommandKind.SetKey => Set(last.Header, Command.Body<SetKey>(last)),
            CommandKind.Deposit => Credit(last.Header, Command.Body<Deposit>(last)),
            CommandKind.RequestWithdrawal => Withdraw(last.Header, Command.Body<RequestWithdrawal>(last)),
            CommandKind.ResolveWithdrawal => Resolve(Command.Body<ResolveWithdrawal>(last)),
            CommandKind.Transfer => Send(last.Header, Command.Body<Transfer>(last)),
            CommandKind.SetLiquidation => Set(Command.Body<SetLiquidation>(last)),
            CommandKind.SetBackstop => Set(Command.Body<SetBackstop>(last)),
            CommandKind.SetCollateralBuyer => Set(Command.Body<SetCollateralBuyer>(last)),
            CommandKind.FundInsurance => Pay(Command.Body<FundInsurance>(last)),
            CommandKind.SetLeverage => Set(last.Header, Command.Body<SetLeverage>(last)),
            CommandKind.SetMarginMode => Set(last.Header, Command.Body<SetMarginMode>(last)),
            CommandKind.MoveMargin => Move(last.Header, Command.Body<MoveMargin>(last)),
            CommandKind.SetMmp => Set(last.Header, Command.Body<SetMmp>(last)),
            CommandKind.PlaceOrder => PlaceOne(last),
            CommandKind.AmendOrder => Amend(last.Header, Command.Body<AmendOrder>(last)),
            CommandKind.CancelOrder => Cancel(last.Header, Command.Body<CancelOrder>(last)),
            CommandKind.MassCancel => Cancel(last.Header, Command.Body<MassCancel>(last)),
            CommandKind.AddExit => RejectCode.BadValue,
            CommandKind.PlaceScale => PlaceScale(last),
            CommandKind.PlaceTwap => PlaceTwap(last),
            CommandKind.ControlTwap => Control(last.Header, Command.Body<ControlTwap>(last)),
            CommandKind.PlacePair => PlacePair(last),
            CommandKind.Reverse => Reverse(last),
            CommandKind.CloseAll => CloseAll(last.Header, Command.Body<CloseAll>(last)),
            CommandKind.SetDeadMan => Set(last.Header, Command.Body<SetDeadMan>(last)),
            CommandKind.CloseSession => Close(last.Header, Command.Body<CloseSession>(last)),
            CommandKind.CallAuction => Call(Command.Body<CallAuction>(last)),
            CommandKind.VenueReady => BeReady(),
            CommandKind.ProposeChange => Propose(Command.Body<ProposeChange>(last)),
            CommandKind.ApproveChange => Approve(Command.Body<ApproveChange>(last)),
            CommandKind.DropChange => Drop(Command.Body<DropChange>(last)),
            CommandKind.EndFounding => EndFounding(),
            CommandKind.ProposeCommand => Propose(Command.Body<ProposeCommand>(last)),
            CommandKind.GrantRole => Grant(Command.Body<GrantRole>(last)),
            CommandKind.ProposeTiers or CommandKind.SetFeed or CommandKind.AllowFactorReset => RejectCode.BadValue,
            CommandKind.Lend => Put(last.Header, Command.Body<Lend>(last)),
            CommandKind.Unlend => Take(last.Header, Command.Body<Unlend>(last)),
            CommandKind.SetBorrowing => Set(last.Header, Command.Body<SetBorrowing>(last)),
            CommandKind.DelistMarket => Announce(Command.Body<DelistMarket>(last)),
            CommandKind.QuoteAuction => Quote(last.Header, Command.Body<QuoteAuction>(last)),
        };
    }

    /// <summary>A group is a listing, a bracket or an OCO pair; anything else is no group.</summary>
    private RejectCode RunGroup(Command[] members)
    {
        CommandKind[] kinds = [.. members.Select(m => m.Header.Kind)];
        bool middle(CommandKind kind) => kinds[1..^1].All(k => k == kind);
        if (kinds[0] == CommandKind.ListMarket && kinds[^1] == CommandKind.OpenMarket && kinds.Length is >= 3 and <= 10 && middle(CommandKind.SetTier)) return ListMarket(members);
        if (kinds[0] == CommandKind.PlaceOrder && kinds.Length is >= 2 and <= 6 && kinds[1..].All(k => k == CommandKind.AddExit)) return PlaceBracket(members);
        if (kinds[0] == CommandKind.ListMarket) return RejectCode.BadListing;
        if (kinds[0] == CommandKind.SetPriceRules && kinds[1..].All(k => k == CommandKind.SetSource)) return SetRules(members);
        if (kinds[0] == CommandKind.ProposeTiers && kinds.Length <= 9 && kinds[1..].All(k => k == CommandKind.SetTier)) return ProposeTable(members);
        if (kinds.All(k => k == CommandKind.SubmitSamples)) return Hear(members);
        if (kinds.Length == 2 && kinds.All(k => k == CommandKind.PlaceOrder)) return PlaceOco(members);
        return RejectCode.BadValue;
    }

    private static bool IsOperators(CommandKind kind) => kind is CommandKind.Genesis or CommandKind.Tick or CommandKind.ResolveWithdrawal || (byte)kind is (>= 10 and < 30) or (>= 40 and < 50) or (>= 100 and < 110);

    private RejectCode Who(in CommandHeader header, CommandKind kind)
    {
        int account = header.Account;
        bool known = account > 0 && account <= _s.Accounts.Count;
        if (IsOperators(kind))
        {
            if (account != 0) return RejectCode.UnknownAccount;
        }
        else if (!known && !(kind == CommandKind.CreateAccount && account == 0))
        {
            return RejectCode.UnknownAccount;
        }
        if (header.Key == 0) return RejectCode.None;
        int key = header.Key;
        return _s.Keys.Any(k => k.Id == key && k.Account == account && !k.Revoked) ? RejectCode.None : RejectCode.UnknownKey;
    }

    private void Tell<T>(int account, int market, T body) where T : unmanaged, IEventBody => _events.Add(TwinEvent.Of(account, market, body));

    private long NewId() => OrderId.Of(_seq, _nextIndex++).Value;

    /// <summary>Does <paramref name="work"/> on a copy of everything; unless it answers None, nothing has happened.</summary>
    private RejectCode Try(Func<RejectCode> work)
    {
        TwinState before = _s;
        int events = _events.Count, index = _nextIndex, trades = _tradeIndex;
        _s = before.Copy();
        RejectCode code = work();
        if (code == RejectCode.None) return code;
        _s = before;
        _events.RemoveRange(events, _events.Count - events);
        (_nextIndex, _tradeIndex) = (index, trades);
        return code;
    }

    private TwinMarket? MarketOrNull(int id) => id > 0 && id <= _s.Markets.Count ? _s.Markets[id - 1] : null;
    private TwinMarket Market(int id) => _s.Markets[id - 1];
    private TwinAccount Account(int id) => _s.Accounts[id - 1];
    private TwinAccount RootOf(int id) => Account(Account(id).Root);
    private int GroupOf(int account) => Account(account).Root;

    /// <summary>The account's position there; a first look makes the default one: cross, leverage min(10, most).</summary>
    private TwinPosition Position(int account, int market)
    {
        SortedDictionary<int, TwinPosition> positions = Account(account).Positions;
        if (!positions.TryGetValue(market, out TwinPosition? position))
        {
            position = new TwinPosition { Leverage = Math.Min(10, (int)Market(market).Terms.LeverageMax) };
            positions[market] = position;
        }
        return position;
    }
}
