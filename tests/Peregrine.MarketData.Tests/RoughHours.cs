using Peregrine.Bench;
using Peregrine.Core;

namespace Peregrine.MarketData.Tests;

/// <summary>Two hours and more of a venue with everything that moves money: sourced prices that wander, jump and fall silent, funding, loans, liquidations with a backstop, insurance and those on the other side.</summary>
internal sealed class RoughHours
{
    private const long Second = 1_000_000_000;
    private const long Dollar = 1_000_000;
    private const int Percent = (int)(Ppb.One / 100);
    private const int Markets = 2, Sources = 4, Traders = 12, House = Traders + 1, Backstop = Traders + 2;
    private const long Base = 600_000_000;

    private readonly long[] _prices = [0, Base, Base / 20];
    private readonly long[] _drift = new long[Markets + 1];
    private long _ether = 3_000 * Dollar;
    private readonly Venue _venue;
    private readonly Action<byte[]> _tell;
    private Rng _rng;
    private long _nowNs = 20_000L * 86_400 * Second;

    /// <summary>Every command's events, and after each whole one a look.</summary>
    public RoughHours(ulong seed, Venue venue, Action<byte[]> tell)
    {
        (_rng, _venue, _tell) = (new Rng(seed), venue, tell);
        Found();
    }

    public HashSet<EventKind> Told { get; } = [];

    public long NowNs => _nowNs;

    public void Step()
    {
        int roll = _rng.Below(12);
        if (roll < 5) Feed();
        else if (roll < 10) Order(1 + _rng.Below(Traders));
        else Other(1 + _rng.Below(Traders));
    }

    private void Found()
    {
        Do(Genesis.Default with
        {
            AccountsMax = 64,
            PositionsMax = 128,
            OrdersMax = 4096,
            TriggersMax = 64,
            TwapsMax = 64,
            GroupsMax = 8,
            HoldingsMax = 64,
            KeysMax = 8,
            ClientIdsMax = 64,
            RequestKeysMax = 4096,
            DepositKeysMax = 256,
            WithdrawalsMax = 1024,
            MarketsMax = Markets,
            AssetsMax = 2,
            LadderTicks = 1024,
        });
        Do(new SetFeeTier { MakerPpb = 150_000, TakerPpb = 450_000 });
        Do(new ListAsset { Symbol = Symbol.Parse("ETH"), Decimals = 6, InitWeightPpb = 85 * Percent, MaintWeightPpb = 90 * Percent, AccountCap = 1L << 40, PlatformCap = 1L << 44 });
        Group([Command.Of(new SetPriceRules { Asset = 2, MaxAgeNs = 10 * Second, MaxConfPpb = Percent, MaxDevPpb = 2 * Percent, JumpPpb = 10 * Percent, MinSources = 3 }), .. SourceList()]);
        for (ushort market = 1; market <= Markets; market++)
        {
            Group([Command.Of(WideMarket.Terms with { Symbol = Symbol.Parse($"M{market}-PERP"), OpenOrdersMax = 200 }), Command.Of(WideMarket.Tiers[0]), Command.Of(default(OpenMarket))]);
            Group([Command.Of(Rules(market)), .. SourceList()]);
            Do(new SetMarketState { Market = market, State = MarketState.PreOpen });
            Do(new SetMarketState { Market = market, State = MarketState.Open });
            Do(new FundInsurance { Market = market, Amount = new(market == 1 ? 30 * Dollar : 1), Source = new(9, market) });
        }
        for (int account = 1; account <= Backstop; account++) Join(account);
        Do(new SetCollateralBuyer { Asset = 2, Target = House });
        Do(new SetBackstop { Market = 1, Target = Backstop, Cap = new(40_000 * Dollar), Allotment = new(50_000 * Dollar) });
        foreach ((AdminParameter parameter, int value) in new[] { (AdminParameter.BorrowSlope, 100), (AdminParameter.BorrowReserve, 10), (AdminParameter.BorrowKink, 80) })
        {
            Do(new ProposeChange { Parameter = parameter, Value = value * (long)Percent, Admin = 1, EffectiveAtNs = _nowNs });
            Do(new ApproveChange { Proposal = _venue.Engine.Seq, Admin = 2 });
        }
        Do(new Lend { Amount = new(20_000 * Dollar), Request = new(8, 1) }, House);
    }

    private static Command[] SourceList() => [.. Enumerable.Range(1, Sources).Select(id => Command.Of(new SetSource { Source = (ushort)id, Weight = 1 }))];

    private static SetPriceRules Rules(ushort market) => new()
    {
        Market = market,
        ImpactNotional = new(100 * Dollar),
        MaxAgeNs = 5 * Second,
        MaxConfPpb = Percent / 2,
        MaxDevPpb = Percent * 3 / 2,
        JumpPpb = 5 * Percent,
        MarkBandPpb = Percent,
        FundingCapPpb = Percent / 4,
        FundingCap8Ppb = 2 * Percent,
        InterestPpb = 100_000,
        InterestBandPpb = 500_000,
        MinSources = 3,
    };

    private void Join(int account)
    {
        Do(new CreateAccount { Request = new(1, (ulong)account) });
        long money = account switch { House => 1_000_000, Backstop => 50_000, _ => account % 2 == 0 ? 1_500 : 15_000 };
        Do(new Deposit { Source = new(2, (ulong)account), Amount = money * Dollar, Asset = 1 }, account);
        if (account > Traders) return;
        if (account % 3 == 0) Do(new Deposit { Source = new(3, (ulong)account), Amount = 2 * Dollar, Asset = 2 }, account);
        Do(new SetBorrowing { Switch = BorrowSwitch.On }, account);
        for (ushort market = 1; market <= Markets; market++) Do(new SetLeverage { Market = market, Leverage = 50 }, account);
    }

    // Mostly a second or two; now and then nobody hears anything for minutes, everything falls, a source is far out, or unsure.
    private void Feed()
    {
        _nowNs += (_rng.Below(60) == 0 ? 20 + _rng.Below(200) : 1 + _rng.Below(3)) * Second;
        for (ushort market = 1; market <= Markets; market++)
        {
            if (_rng.Below(80) == 0) _drift[market] = _rng.Below(9) - 4;
            long step = Base / 2_000 / (market == 2 ? 20 : 1);
            _prices[market] = Math.Clamp(_prices[market] + step * (_rng.Below(7) - 3 + _drift[market]), Base / 40, Base * 3 / 2);
            if (_rng.Below(250) == 0) _prices[market] = _prices[market] * (_rng.Chance(50) ? 104 : 96) / 100;
            Sample(market, 0, _prices[market]);
        }
        if (_rng.Below(3) != 0) return;
        _ether = Math.Clamp(_ether + (_rng.Below(61) - 30) * Dollar, 500 * Dollar, 5_000 * Dollar);
        Sample(0, 2, _ether);
    }

    private void Sample(ushort market, ushort asset, long price)
    {
        SubmitSamples body = new() { Market = market, Asset = asset };
        for (int source = 1; source <= Sources; source++)
        {
            if (_rng.Below(15) == 0) continue;
            long told = _rng.Below(25) == 0 ? price * 9 / 10 : price + _rng.Below(2_001) - 1_000;
            body.Samples[body.Count++] = new PriceSample { Source = source, Price = told, TimeNs = _nowNs, ConfidencePpb = _rng.Below(30) == 0 ? Percent : 0 };
        }
        if (body.Count > 0) Do(body);
    }

    private void Order(int account)
    {
        ushort market = (ushort)(1 + _rng.Below(Markets));
        Side side = _rng.Chance(50) ? Side.Buy : Side.Sell;
        long price = _prices[market] / 1_000;
        long worth = (account % 2 == 0 ? 5_000L : 60_000L) * Dollar / price;
        Do(new PlaceOrder
        {
            Market = market,
            Type = OrderType.Limit,
            Side = side,
            Tif = TimeInForce.Gtc,
            Qty = new(1 + _rng.Below((int)worth)),
            Price = new(Math.Max(1, price + (_rng.Below(41) - 20) * (price / 4_000))),
        }, account);
    }

    private void Other(int account)
    {
        RequestKey once = new(5, (ulong)_venue.Engine.Seq + 1);
        ushort market = (ushort)(1 + _rng.Below(Markets));
        switch (_rng.Below(8))
        {
            case 0:
                Do(new SetMarginMode { Market = market, Mode = _rng.Chance(50) ? MarginMode.Isolated : MarginMode.Cross }, account);
                break;
            case 1:
                Do(new RequestWithdrawal { Amount = (1 + _rng.Below(3_000)) * Dollar, Asset = 1, Request = once }, account);
                break;
            case 2:
                Do(new Deposit { Source = once, Amount = (1 + _rng.Below(1_000)) * Dollar, Asset = 1 }, account);
                break;
            case 3:
                Do(new MassCancel { Market = market }, account);
                break;
            case 4 when account == 1:
                Do(default(Resumed));
                Do(default(VenueReady));
                break;
            case 5:
                Do(new MoveMargin { Market = market, Amount = new((_rng.Below(200) - 50) * Dollar) }, account);
                break;
            case 6 when account < 4:
                Do(new SetMarketState { Market = market, State = _rng.Chance(40) ? MarketState.CancelOnly : MarketState.Open });
                break;
            default:
                Do(default(CloseAll), account);
                break;
        }
    }

    private void Do<T>(T body, int account = 0) where T : unmanaged, ICommandBody => Group([Command.Of(in body, account)]);

    private void Group(Command[] group)
    {
        for (int i = 0; i < group.Length; i++)
        {
            (group[i].Header.GroupIndex, group[i].Header.GroupCount) = ((ushort)i, (ushort)(group.Length == 1 ? 0 : group.Length));
            (group[i].Header.Seq, group[i].Header.TimeNs) = (_venue.Engine.Seq + 1, _nowNs);
            byte[] events = _venue.Apply(in group[i]).ToArray();
            if (events.Length == 0) continue;
            EventReader reader = new(events);
            while (reader.Next()) Told.Add(reader.Header.Kind);
            _tell(events);
        }
    }
}
