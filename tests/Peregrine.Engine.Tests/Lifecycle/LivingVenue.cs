using Peregrine.Core;
using Peregrine.Engine.Tests.Accounts;
using Peregrine.Engine.Tests.Snapshots;

namespace Peregrine.Engine.Tests.Lifecycle;

/// <summary>A venue driven by commands alone, with room for many accounts; it can be copied through a snapshot and compared with its copy.</summary>
internal sealed class LivingVenue
{
    public const long Second = 1_000_000_000;
    public const long Hour = 3600 * Second;
    public const long Day = 24 * Hour;
    public const long Dollar = 1_000_000;
    private readonly Running _running = new();
    private readonly IEventSink? _listener;
    private Running? _copy;

    /// <param name="liquidates">False for what must stand below its margin to be seen.</param>
    /// <param name="listener">Hears every event, a command at a time.</param>
    public LivingVenue(bool liquidates = true, IEventSink? listener = null)
    {
        _listener = listener;
        Do(Genesis.Default with
        {
            AccountsMax = 4096,
            PositionsMax = 8192,
            OrdersMax = 8192,
            TriggersMax = 256,
            TwapsMax = 8,
            GroupsMax = 64,
            HoldingsMax = 2048,
            KeysMax = 8,
            ClientIdsMax = 256,
            RequestKeysMax = 8192,
            DepositKeysMax = 8192,
            WithdrawalsMax = 256,
            DeadMansMax = 8,
            MarketsMax = 2,
            AssetsMax = 3,
            LadderTicks = 1024,
            LiquidationOff = liquidates ? (byte)0 : (byte)1,
        });
        Do(new SetFeeTier());
    }

    public long NowNs { get; private set; } = 20_000L * Day;
    public Engine Engine => _running.Engine;
    public State.EngineState State => Engine.State!;
    public CommandDone Done => Told<CommandDone>()[^1];

    /// <summary>Lists a market like bitcoin's, 60 000 dollars, and brings it as far as it is wanted.</summary>
    public void List(MarketState upTo = MarketState.Open, long subticks = 600_000_000, Func<ListMarket, ListMarket>? with = null)
    {
        ListMarket terms = with is null ? Venue.Btc : with(Venue.Btc);
        Group(Venue.ListingOf(terms, (0, 10_000_000, 5_000_000)));
        Price(subticks);
        if (upTo == MarketState.Draft) return;
        Move(MarketState.PreOpen);
        if (upTo == MarketState.PreOpen) return;
        Move(MarketState.Open);
        if (upTo != MarketState.Open) Move(upTo);
    }

    public int NewAccount(long dollars = 1_000_000)
    {
        Do(new CreateAccount { Request = new RequestKey(1, (ulong)Engine.Seq + 1) });
        int account = (int)Done.Detail1;
        Do(new Deposit { Source = new RequestKey(2, (ulong)Engine.Seq + 1), Amount = dollars * Dollar, Asset = 1 }, account);
        return account;
    }

    public RejectCode Move(MarketState to) => Do(new SetMarketState { Market = 1, State = to });

    public RejectCode Price(long subticks, PriceState state = PriceState.Fresh) =>
        Do(new SetPrices { Market = 1, Index = new(subticks), Mark = new(subticks), State = state });

    public RejectCode Limit(int account, Side side, long qty, long price, OrderFlags flags = OrderFlags.None, TimeInForce tif = TimeInForce.Gtc) =>
        Do(Orders.Floor.Order(side, qty, price, flags, 1, tif), account);

    public void Wait(long ns)
    {
        NowNs += ns;
        Do(default(Tick));
    }

    public RejectCode Do<T>(T body, int account = 0) where T : unmanaged, ICommandBody => Apply(Command.Of(in body, account));

    public RejectCode Group(params Command[] group)
    {
        RejectCode code = RejectCode.None;
        for (int i = 0; i < group.Length; i++)
        {
            (group[i].Header.GroupIndex, group[i].Header.GroupCount) = ((ushort)i, (ushort)group.Length);
            code = Apply(group[i]);
        }
        return code;
    }

    /// <summary>Changes a parameter while the venue is being founded: nothing needs notice then.</summary>
    public void Change(AdminParameter parameter, long value, ushort subject = 0)
    {
        Do(new ProposeChange { Parameter = parameter, Subject = subject, Value = value, Admin = 1, EffectiveAtNs = NowNs });
        Xunit.Assert.Equal(RejectCode.None, Do(new ApproveChange { Proposal = Engine.Seq, Admin = 2 }));
    }

    /// <summary>Bodies of one kind among the events of the last command, in order.</summary>
    public List<T> Told<T>() where T : unmanaged, IEventBody
    {
        List<T> bodies = [];
        EventReader reader = new(_running.Told);
        while (reader.Next())
        {
            if (reader.Header.Kind == T.Kind) bodies.Add(reader.Body<T>());
        }
        return bodies;
    }

    /// <summary>From here on a copy made of a snapshot gets the same commands, and must tell the same.</summary>
    public void Fork()
    {
        _copy = new Running(_running.Snapshot());
        Xunit.Assert.Equal(Engine.StateHash(), _copy.Engine.StateHash());
    }

    /// <summary>A snapshot, for a copy that goes its own way.</summary>
    public byte[] Copy() => _running.Snapshot();

    /// <summary>The state told as events, as a follower begins from it.</summary>
    public List<T> Described<T>() where T : unmanaged, IEventBody
    {
        List<T> bodies = [];
        byte[] told = DescribeTaker.Of(Engine);
        EventReader reader = new(told);
        while (reader.Next())
        {
            if (reader.Header.Kind == T.Kind) bodies.Add(reader.Body<T>());
        }
        return bodies;
    }

    public RejectCode Apply(Command command)
    {
        command.Header.Seq = Engine.Seq + 1;
        command.Header.TimeNs = NowNs;
        _running.Apply(in command);
        _listener?.Take(_running.Told);
        Engine.CheckInvariants();
        if (_copy is not null) Compare(in command);
        bool ends = Running.EndsGroup(in command);
        return ends ? Done.Code : RejectCode.None;
    }

    private void Compare(in Command command)
    {
        _copy!.Apply(in command);
        Xunit.Assert.Equal(_running.Told.ToArray(), _copy.Told.ToArray());
        if (Running.EndsGroup(in command)) Xunit.Assert.Equal(Engine.StateHash(), _copy.Engine.StateHash());
    }
}
