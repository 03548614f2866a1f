using Peregrine.Core;
using Peregrine.Engine.Tests.Accounts;

namespace Peregrine.Engine.Tests.Liquidation;

/// <summary>A seeded stream of commands in which prices fall and rise by whole percents, books are thin, insurance is poor and everybody is leveraged.</summary>
internal sealed class CrashStream
{
    public const int Accounts = 16;
    private const long Second = 1_000_000_000;
    private const long Base = 60_000_000;
    private const int Markets = 3;
    private const int Vaults = Markets;

    private Rng _rng;
    private readonly List<Command> _out = [];
    private readonly long[] _marks = [0, Base, Base, Base / 20];
    private readonly bool[] _halted = new bool[Markets + 1];
    private long _asset = 3_000_000_000;
    private long _seq;
    private long _now = 20_000L * 86_400 * Second;
    private ulong _key;

    // No halts, stale prices or stops: nothing but prices and trades.
    private readonly bool _calm;

    // Parts of liquidations ask makers, and some answer.
    private readonly bool _auctions;
    // The command that may have opened the latest auction, its market and its order's place.
    private (long Seq, int Market, int Index) _asked;

    private CrashStream(ulong seed, bool calm, bool auctions) => (_rng, _calm, _auctions) = (new Rng(seed), calm, auctions);

    public static IReadOnlyList<Command> Of(ulong seed, int count, bool calm = false, bool auctions = false)
    {
        CrashStream stream = new(seed, calm, auctions);
        stream.Begin();
        while (stream._out.Count < count) stream.Step();
        return stream._out;
    }

    private static Genesis Small => Genesis.Default with
    {
        AccountsMax = 64,
        PositionsMax = 256,
        OrdersMax = 512,
        TriggersMax = 256,
        TwapsMax = 8,
        GroupsMax = 8,
        HoldingsMax = 64,
        KeysMax = 8,
        ClientIdsMax = 64,
        RequestKeysMax = 64,
        DepositKeysMax = 1 << 14,
        WithdrawalsMax = 4,
        DeadMansMax = 8,
        MarketsMax = 4,
        AssetsMax = 3,
        LadderTicks = 256,
    };

    private void Begin()
    {
        Send(Small);
        Send(new SetFeeTier { MakerPpb = -20_000, TakerPpb = 450_000 });
        string[] names = ["BTC-PERP", "BTC-WEEK", "SOL-PERP"];
        for (int i = 0; i < Markets; i++) List(names[i], i + 1);
        Send(new ListAsset { Symbol = Symbol.Parse("ETH"), Decimals = 6, InitWeightPpb = 850_000_000, MaintWeightPpb = 900_000_000, AccountCap = 50_000_000, PlatformCap = 500_000_000 });
        Send(new SetAssetPrice { Asset = 2, Index = new(_asset), Average = new(_asset), State = PriceState.Fresh });
        for (int i = 1; i <= Accounts + Vaults + 1; i++)
        {
            Send(new CreateAccount());
            bool brings = i <= Accounts && _rng.Chance(40);
            Deposit(i, i > Accounts ? 20_000_000_000 : brings ? 10_000_000 : 2_000_000_000 + Draw(6_000) * 1_000_000L);
            if (brings) Send(new Deposit { Source = Key(), Amount = 1_000_000 * (1 + Draw(4)), Asset = 2 }, i);
            for (int m = 1; m <= Markets && i <= Accounts; m++)
            {
                if (_rng.Chance(35)) Send(new SetMarginMode { Market = (ushort)m, Mode = MarginMode.Isolated }, i);
                Send(new SetLeverage { Market = (ushort)m, Leverage = (ushort)(5 + Draw(45)) }, i);
            }
        }
        Send(new SetCollateralBuyer { Asset = 2, Target = Accounts + Vaults + 1 });
        for (int m = 1; m <= Markets; m++) NameBackstop(m, 0);
        for (int m = 1; m <= Markets && _auctions; m++)
        {
            SetByTwo(AdminParameter.AuctionOn, m, 1);
            SetByTwo(AdminParameter.AuctionNotionalMin, m, 1_000_000);
        }
    }

    private void SetByTwo(AdminParameter parameter, int market, long value)
    {
        Send(new ProposeChange { Parameter = parameter, Subject = (ushort)market, Admin = 1, Value = value, EffectiveAtNs = _now });
        Send(new ApproveChange { Proposal = _seq, Admin = 2 });
    }

    private void List(string name, int market)
    {
        ListMarket terms = Venue.Btc with { Symbol = Symbol.Parse(name), LotE9 = 100_000, ExecRangePpb = 30_000_000, SlipMaxPpb = 50_000_000, LeverageMax = 50 };
        terms.OiCap = new(1_000_000);
        Command[] group = Venue.ListingOf(terms, (0, 20_000_000, 10_000_000), (50_000, 40_000_000, 20_000_000), (500_000, 100_000_000, 50_000_000));
        for (int i = 0; i < group.Length; i++) (group[i].Header.GroupIndex, group[i].Header.GroupCount) = ((ushort)i, (ushort)group.Length);
        foreach (Command member in group) Emit(member);
        Send(new SetMarketState { Market = (ushort)market, State = MarketState.PreOpen });
        Price(market, PriceState.Fresh);
        Send(new SetMarketState { Market = (ushort)market, State = MarketState.Open });
    }

    private void Step()
    {
        _now += _rng.Chance(30) ? Second : Draw(200) * 1_000_000L;
        if (_rng.Chance(1)) _now += 120 * Second;
        int account = 1 + Draw(Accounts);
        int market = 1 + Draw(Markets);
        if (_auctions && _rng.Chance(20)) Quote(account);
        switch (Draw(_calm ? 90 : 100))
        {
            case < 62: Order(account, market); break;
            case < 78: Move(market); break;
            case < 80: MoveAsset(); break;
            case < 84: Deposit(account, 1_000_000L * (1 + Draw(2_000))); break;
            case < 86: Send(new MoveMargin { Market = (ushort)market, Amount = new((Draw(3) - 1) * 100_000_000L) }, account); break;
            case < 88: Send(new FundInsurance { Source = Key(), Amount = new(1_000_000L * (1 + Draw(20))), Market = (ushort)Draw(Markets + 1) }); break;
            case < 90: NameBackstop(market, Draw(4)); break;
            case < 91 when _halted[market] || _rng.Chance(30): Halt(market); break;
            case < 92: OpenAll(); break;
            case < 94: Price(market, (PriceState)(1 + Draw(3))); break;
            case < 95: Send(new Tick { RefusedExits = Draw(2) }); break;
            case < 97: Send(new MassCancel { Scope = CancelScope.All }, account); break;
            default: Stop(account, market); break;
        }
    }

    private void Order(int account, int market)
    {
        long mark = _marks[market] / 100;
        Side side = _rng.Chance(50) ? Side.Buy : Side.Sell;
        long price = Math.Max(1, mark + mark * (Draw(21) - 10) / 1000);
        OrderFlags flags = _rng.Chance(10) ? OrderFlags.ReduceOnly : OrderFlags.None;
        TimeInForce tif = _rng.Chance(30) ? TimeInForce.Ioc : TimeInForce.Gtc;
        if (_auctions && _rng.Chance(20)) flags |= OrderFlags.Auction;
        Send(new PlaceOrder { Market = (ushort)market, Type = OrderType.Limit, Side = side, Tif = tif, Flags = flags, Price = new(price), Qty = new(1 + Draw(market == 3 ? 60_000 : 4_000)) }, account);
        if ((flags & OrderFlags.Auction) != 0) _asked = (_seq, market, 0);
    }

    private void Quote(int account)
    {
        long mark = _marks[_asked.Market] / 100;
        long price = Math.Max(1, mark + mark * (Draw(15) - 7) / 1000);
        Send(new QuoteAuction { Auction = OrderId.Of(_asked.Seq, _asked.Index).Auction, Price = new(price), Qty = new(1 + Draw(4_000)) }, account);
    }

    private void Stop(int account, int market)
    {
        Side side = _rng.Chance(50) ? Side.Buy : Side.Sell;
        long mark = _marks[market] / 100;
        long level = mark + (side == Side.Buy ? 1 : -1) * mark * (1 + Draw(30)) / 1000;
        Send(new PlaceOrder { Market = (ushort)market, Type = OrderType.Market, Side = side, Tif = TimeInForce.Ioc, Flags = OrderFlags.ReduceOnly, Trigger = TriggerKind.Stop, TriggerPrice = new(level), Qty = new(1 + Draw(3_000)) }, account);
    }

    private void Move(int market)
    {
        int permille = _rng.Chance(20) ? Draw(281) - 140 : Draw(13) - 6;
        // Parts of a position are closed where prices fall by less.
        if (_auctions && permille is < -20 or > 20) permille /= 6;
        long to = _marks[market] + _marks[market] * permille / 1000;
        long home = market == 3 ? Base / 20 : Base;
        // Pulled back, so that a long run stays in the scale.
        _marks[market] = Math.Clamp(to + (home - to) / 50, home / 5, home * 5);
        Price(market, PriceState.Fresh);
    }

    private void Price(int market, PriceState state) =>
        Told(market, new SetPrices { Market = (ushort)market, Index = new(_marks[market] * 10), Mark = new(_marks[market] * 10 + Draw(1000)), State = state });

    private void Told(int market, SetPrices prices)
    {
        Send(prices);
        _asked = (_seq, market, OrderId.FirstEngineIndex);
        for (int i = 0; i < 2 && _auctions && _rng.Chance(60); i++) Quote(1 + Draw(Accounts));
    }

    private void MoveAsset()
    {
        _asset = Math.Clamp(_asset + _asset * (Draw(201) - 100) / 1000, 300_000_000, 9_000_000_000);
        Send(new SetAssetPrice { Asset = 2, Index = new(_asset), Average = new(_asset), State = _calm || _rng.Chance(90) ? PriceState.Fresh : PriceState.Stale });
    }

    private void Halt(int market)
    {
        MarketState to = _halted[market] ? MarketState.Open : _rng.Chance(50) ? MarketState.Halted : MarketState.Auction;
        _halted[market] = !_halted[market];
        Send(new SetMarketState { Market = (ushort)market, State = to });
    }

    private void OpenAll()
    {
        for (int market = 1; market <= Markets; market++)
        {
            if (_halted[market]) Halt(market);
        }
    }

    private void NameBackstop(int market, int kind) => Send(new SetBackstop
    {
        Market = (ushort)market,
        Target = kind == 1 ? 0 : Accounts + market,
        IntakeOff = kind == 2 ? (byte)1 : (byte)0,
        Cap = new(5_000_000_000L * (1 + Draw(4))),
        Allotment = new(_rng.Chance(80) ? 20_000_000_000 : 29_000_000_000),
    });

    private void Deposit(int account, long amount) => Send(new Deposit { Source = Key(), Amount = amount, Asset = 1 }, account);

    private RequestKey Key() => new(7, ++_key);

    private int Draw(int limit) => (int)_rng.Below(limit);

    private void Send<T>(T body, int account = 0) where T : unmanaged, ICommandBody => Emit(Command.Of(in body, account));

    private void Emit(Command command)
    {
        command.Header.Seq = ++_seq;
        command.Header.TimeNs = _now;
        _out.Add(command);
    }
}
