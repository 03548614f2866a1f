using Peregrine.Core;
using Peregrine.Engine.State;
using Peregrine.Engine.Tests.Accounts;
using Xunit;

namespace Peregrine.Engine.Tests.Orders;

/// <summary>A small venue driven by commands alone: two BTC-like markets at 60 000, no fees, accounts of a million dollars.</summary>
internal sealed class Floor : IEventSink
{
    public const long Second = 1_000_000_000;
    public const long Mark = 600_000_000;
    private readonly List<byte[]> _events = [];
    private readonly Engine _engine;
    private long _timeNs = 20_000L * 86_400 * Second;

    public Floor()
    {
        _engine = new Engine(new EventWriter(this));
        Do(Genesis.Default with
        {
            AccountsMax = 64,
            PositionsMax = 64,
            OrdersMax = 128,
            TriggersMax = 64,
            TwapsMax = 8,
            GroupsMax = 8,
            HoldingsMax = 8,
            KeysMax = 8,
            ClientIdsMax = 64,
            RequestKeysMax = 64,
            DepositKeysMax = 64,
            WithdrawalsMax = 4,
            DeadMansMax = 8,
            MarketsMax = 2,
            AssetsMax = 3,
            LadderTicks = 64,
        });
        Do(new SetFeeTier());
        for (int market = 1; market <= 2; market++)
        {
            ListMarket terms = Venue.Btc;
            terms.Symbol = Symbol.Parse(market == 1 ? "BTC-PERP" : "ETH-PERP");
            Group(0, Command.Of(in terms), Command.Of(new SetTier { ImrPpb = 10_000_000, MmrPpb = 5_000_000 }), Command.Of(new OpenMarket()));
            Do(new SetPrices { Market = (ushort)market, Index = new(Mark), Mark = new(Mark), State = PriceState.Fresh });
            Do(new SetMarketState { Market = (ushort)market, State = MarketState.PreOpen });
            Assert.Equal(RejectCode.None, Do(new SetMarketState { Market = (ushort)market, State = MarketState.Open }));
        }
        Alice = NewAccount();
        Bob = NewAccount();
    }

    public int Alice { get; }
    public int Bob { get; }
    public CommandDone Done => Told<CommandDone>()[^1];
    public long Seq => _engine.Seq;

    public void Take(ReadOnlySpan<byte> events)
    {
        EventReader reader = new(events);
        while (reader.Next()) _events.Add(reader.Bytes.ToArray());
    }

    public RejectCode Do<T>(T body, int account = 0) where T : unmanaged, ICommandBody
    {
        _events.Clear();
        return Apply(Command.Of(in body, account));
    }

    public RejectCode Group(int account, params Command[] group)
    {
        _events.Clear();
        RejectCode code = RejectCode.None;
        for (int i = 0; i < group.Length; i++)
        {
            Command member = group[i];
            member.Header.Account = account;
            member.Header.GroupIndex = (ushort)i;
            member.Header.GroupCount = (ushort)group.Length;
            code = Apply(member);
        }
        return code;
    }

    public void Wait(long ns)
    {
        _timeNs += ns;
        Do(new Tick());
    }

    public RejectCode Limit(int account, Side side, long qty, long price, OrderFlags flags = OrderFlags.None, int market = 1, TimeInForce tif = TimeInForce.Gtc) =>
        Do(Order(side, qty, price, flags, market, tif), account);

    public static PlaceOrder Order(
        Side side, long qty, long price, OrderFlags flags = OrderFlags.None, int market = 1, TimeInForce tif = TimeInForce.Gtc) => new()
        {
            Market = (ushort)market,
            Type = OrderType.Limit,
            Side = side,
            Tif = tif,
            Flags = flags,
            Qty = new(qty),
            Price = new(price),
        };

    public RejectCode SetMark(long subticks, int market = 1) =>
        Do(new SetPrices { Market = (ushort)market, Index = new(subticks), Mark = new(subticks), State = PriceState.Fresh });

    /// <summary>Bodies of one kind among the events of the last command, in order.</summary>
    public List<T> Told<T>() where T : unmanaged, IEventBody
    {
        List<T> bodies = [];
        foreach (byte[] bytes in _events)
        {
            EventReader reader = new(bytes);
            reader.Next();
            if (reader.Header.Kind == T.Kind) bodies.Add(reader.Body<T>());
        }
        return bodies;
    }

    /// <summary>The kinds of the last command's events, in order.</summary>
    public string Kinds()
    {
        List<string> kinds = [];
        foreach (byte[] bytes in _events)
        {
            EventReader reader = new(bytes);
            reader.Next();
            kinds.Add(reader.Header.Kind.ToString());
        }
        return string.Join(' ', kinds);
    }

    public long SizeOf(int account, int market = 1)
    {
        EngineState state = State;
        int slot = state.FindPosition(account, market);
        return slot == 0 ? 0 : state.Positions[slot].Size.Value;
    }

    public EngineState State => _engine.State!;

    public int NewAccount(long money = 1_000_000_000_000)
    {
        Do(new CreateAccount { Request = new RequestKey(1, (ulong)Seq + 1) });
        int account = (int)Done.Detail1;
        Do(new Deposit { Source = new RequestKey(2, (ulong)Seq + 1), Amount = money, Asset = 1 }, account);
        return account;
    }

    private RejectCode Apply(Command command)
    {
        command.Header.Seq = _engine.Seq + 1;
        command.Header.TimeNs = _timeNs;
        return _engine.Apply(in command);
    }
}
