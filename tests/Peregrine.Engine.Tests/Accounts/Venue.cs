using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Positions;
using Peregrine.Engine.Prices;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Tests.Accounts;

/// <summary>A small venue whose handlers are called one by one.</summary>
internal sealed class Venue : IEventSink
{
    public const long Dollar = 1_000_000;
    private readonly List<byte[]> _events = [];

    public Venue()
    {
        Genesis genesis = Genesis.Default with
        {
            AccountsMax = 64,
            PositionsMax = 64,
            OrdersMax = 64,
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
        };
        EventWriter writer = new(this);
        State = new EngineState(in genesis, writer);
        MarginBook margin = new(State);
        Limits = new LimitBook(State);
        Losses = new LossWatch(State, margin);
        LimitDesk = new LimitDesk(State, Limits, Losses);
        Desk = new AccountDesk(State);
        Collateral = new Collateral(State, margin, Losses);
        FundingSettlement funding = new(State);
        Transfers = new Transfers(State, Limits, Collateral, funding);
        Withdrawals = new Withdrawals(State, Limits, Collateral, new WithdrawalCaps(State), funding);
        Settings = new PositionSettings(State, margin, Limits, funding);
        Mmps = new MmpSettings(State, Limits);
        Listing = new Listing(State);
        Prices = new PriceInputs(State, new PriceBoard(State, new SettlementWatch(State)));
        Fees = new FeeTable(State);
        Invariants = new AccountInvariants(State);
        State.NowNs = 20_000L * 86_400_000_000_000;
        Listing.FoundSettleAsset(genesis.SettleSymbol);
    }

    public EngineState State { get; }
    public LimitBook Limits { get; }
    public LossWatch Losses { get; }
    public LimitDesk LimitDesk { get; }
    public AccountDesk Desk { get; }
    public Collateral Collateral { get; }
    public Transfers Transfers { get; }
    public Withdrawals Withdrawals { get; }
    public PositionSettings Settings { get; }
    public MmpSettings Mmps { get; }
    public Listing Listing { get; }
    public PriceInputs Prices { get; }
    public FeeTable Fees { get; }
    public AccountInvariants Invariants { get; }
    public Outcome Outcome;

    public delegate RejectCode Handler(in Command command, ref Outcome outcome);

    public void Take(ReadOnlySpan<byte> events)
    {
        EventReader reader = new(events);
        while (reader.Next()) _events.Add(reader.Bytes.ToArray());
    }

    public RejectCode Do<T>(Handler handler, T body, int account = 0, int key = 0) where T : unmanaged, ICommandBody
    {
        Begin();
        Command command = Command.Of(in body, account, key);
        RejectCode code = handler(in command, ref Outcome);
        State.Events.End();
        return code;
    }

    public RejectCode List(params Command[] group)
    {
        Begin();
        RejectCode code = Listing.ListMarket(group, ref Outcome);
        State.Events.End();
        return code;
    }

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

    public int NewAccount(int parent = 0)
    {
        Do(Desk.Create, new CreateAccount(), parent);
        return (int)Outcome.Detail1;
    }

    public RejectCode Fund(int account, long amount, int asset = 1) =>
        Do(Collateral.Deposit, new Deposit { Source = new RequestKey(7, (ulong)State.Seq + 1), Amount = amount, Asset = (ushort)asset }, account);

    public RejectCode Withdraw(int account, long amount, int asset = 1) =>
        Do(Withdrawals.Request, new RequestWithdrawal { Amount = amount, Asset = (ushort)asset }, account);

    public RejectCode Price(long subticks, PriceState state = PriceState.Fresh) =>
        Do(Prices.SetMarket, new SetPrices { Market = 1, Index = new(subticks), Mark = new(subticks), State = state });

    /// <summary>Gives a position as if it had been filled at mark, against nobody.</summary>
    public ref Position Give(int account, long lots)
    {
        ref Position position = ref State.Positions[State.NeedPosition(account, 1)];
        position.Size = new(lots);
        position.Cost = State.Markets[1].ValueFloor(position.Size);
        return ref position;
    }

    /// <summary>Tick 0.1, lot 0.00001: a lot at one tick is worth one micro-dollar.</summary>
    public static ListMarket Btc => new()
    {
        Symbol = Symbol.Parse("BTC-PERP"),
        TickE9 = 100_000_000,
        LotE9 = 10_000,
        PriceMax = new(10_000_000),
        PositionMax = new(1_000_000_000),
        QtyMin = new(1),
        QtyMax = new(100_000_000),
        MarketQtyMax = new(10_000_000),
        OiCap = new(1_000_000_000_000),
        BandUpPpb = 100_000_000,
        BandDownPpb = 100_000_000,
        ExecRangePpb = 30_000_000,
        SlipMaxPpb = 10_000_000,
        ProfitWeightPpb = 1_000_000_000,
        LeverageMax = 100,
        OpenOrdersMax = 200,
        TriggerOrdersMax = 100,
        ReduceOnlyMax = 50,
    };

    public static Command[] ListingOf(ListMarket terms, params (long Dollars, int ImrPpb, int MmrPpb)[] tiers)
    {
        List<Command> group = [Command.Of(in terms)];
        foreach ((long dollars, int imr, int mmr) in tiers)
        {
            group.Add(Command.Of(new SetTier { Floor = new(dollars * Dollar), ImrPpb = imr, MmrPpb = mmr }));
        }
        group.Add(Command.Of(new OpenMarket()));
        return [.. group];
    }

    public void ListBtc()
    {
        List(ListingOf(Btc, (0, 10_000_000, 5_000_000), (50_000, 20_000_000, 10_000_000), (500_000, 50_000_000, 25_000_000)));
        Price(500_000_000);
    }

    private void Begin()
    {
        _events.Clear();
        Outcome = default;
        State.Events.Begin(++State.Seq, State.NowNs);
    }
}
