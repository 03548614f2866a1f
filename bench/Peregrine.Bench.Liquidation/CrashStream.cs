using Peregrine.Core;
using Peregrine.Twin;

namespace Peregrine.Bench.Liquidation;

/// <summary>The commands of a crash. They depend on the plan alone, so every venue that is compared gets the same ones, whatever it answers.</summary>
internal sealed class CrashStream
{
    public const int Market = 1, Other = 2;
    private const long Second = 1_000_000_000;
    private const long MakersMoney = 1_000_000_000_000_000;
    // The other market is deep: it shall cost a hedge nothing but its spread.
    private const long OtherDepth = 1_000_000;
    private static readonly (int DistanceBp, int Weight)[] Quotes = [(5, 1), (20, 2), (60, 3), (150, 4)];

    private readonly CrashPlan _plan;
    private readonly List<Command> _out = [];
    private long _now = 20_000L * 86_400 * Second;
    private ulong _source;

    private CrashStream(CrashPlan plan) => _plan = plan;

    /// <summary>Commands before the first of the crash.</summary>
    public int Calm { get; private set; }

    public IReadOnlyList<Command> Commands => _out;

    public static CrashStream Of(CrashPlan plan)
    {
        var stream = new CrashStream(plan);
        stream.Begin();
        stream.OpenPositions();
        stream.Calm = stream._out.Count;
        foreach ((long mark, long other) in plan.Path) stream.Step(mark, other);
        // What has to cool down gets its turns at the last price.
        for (int i = 0; i < 3; i++) stream.Step(plan.Path[^1].Mark, plan.Path[^1].Other);
        return stream;
    }

    private void Begin()
    {
        Send(Genesis.Default with
        {
            AccountsMax = 64,
            PositionsMax = 256,
            OrdersMax = 1 << 10,
            TriggersMax = 64,
            TwapsMax = 16,
            GroupsMax = 64,
            HoldingsMax = 64,
            KeysMax = 16,
            ClientIdsMax = 1 << 10,
            RequestKeysMax = 1 << 10,
            DepositKeysMax = 1 << 10,
            WithdrawalsMax = 16,
            DeadMansMax = 16,
            MarketsMax = 4,
            AssetsMax = 4,
            LadderTicks = 1 << 10,
        });
        Send(new SetFeeTier { MakerPpb = 150_000, TakerPpb = 450_000 });
        List("BTC-PERP");
        List("BTC-NEXT");
        for (int i = 1; i <= 2; i++)
        {
            Send(new SetMarketState { Market = (ushort)i, State = MarketState.PreOpen });
            Price(i, CrashPlan.Base);
            Send(new SetMarketState { Market = (ushort)i, State = MarketState.Open });
        }
    }

    private void List(string symbol)
    {
        Command[] group =
        [
            Command.Of(WideMarket.Terms with { Symbol = Symbol.Parse(symbol), LotE9 = 1_000_000, PriceMax = new(2_000_000), PositionMax = new(1L << 30) }),
            .. WideMarket.Tiers.Select(t => Command.Of(t)),
            Command.Of(default(OpenMarket)),
        ];
        Emit(group);
    }

    private void OpenPositions()
    {
        OpenAccount(MakersMoney);
        OpenAccount(_plan.BackstopMoney);
        foreach (Trader t in _plan.Traders) OpenAccount(CrashPlan.MoneyOf(t));
        foreach (Trader t in _plan.Traders)
        {
            foreach (int market in t.Role == Role.Hedger ? (ReadOnlySpan<int>)[Market, Other] : [Market])
            {
                if (t.Mode == MarginMode.Isolated) Send(new SetMarginMode { Market = (ushort)market, Mode = t.Mode }, t.Account);
                Send(new SetLeverage { Market = (ushort)market, Leverage = (ushort)t.Leverage }, t.Account);
            }
        }
        foreach (CrashPlan.Opening o in _plan.Openings)
        {
            Price(Market, o.Price);
            Place(o.Seller.Account, Market, Side.Sell, o.Price, o.Lots, TimeInForce.Gtc);
            Place(o.Buyer.Account, Market, Side.Buy, o.Price, o.Lots, TimeInForce.Ioc);
        }
        Price(Market, CrashPlan.Base);
        foreach (Trader t in _plan.Traders.Where(t => t is { Role: Role.Hedger, Lots: > 0 }))
        {
            Place(CrashPlan.Maker, Other, Side.Sell, CrashPlan.Base, t.Lots, TimeInForce.Gtc);
            Place(t.Account, Other, Side.Buy, CrashPlan.Base, t.Lots, TimeInForce.Ioc);
        }
        long fund = Share(_plan.InterestValue, _plan.InsurancePpm);
        if (fund > 0) Send(new FundInsurance { Source = new(2, ++_source), Amount = new(fund), Market = Market });
        if (_plan.BackstopPpm > 0) Send(new SetBackstop { Market = Market, Target = CrashPlan.Backstop, Cap = new(_plan.BackstopMoney), Allotment = new(_plan.BackstopMoney) });
    }

    private static long Share(long value, int ppm) => (long)((Int128)value * ppm / 1_000_000);

    // The book is there before the price: whom it makes fail trades against what somebody quotes around it.
    private void Step(long mark, long other)
    {
        _now += Second;
        Quote(Market, mark, Math.Max(10, Share(_plan.Interest, _plan.DepthPpm)));
        Quote(Other, other, OtherDepth);
        Price(Market, mark);
        Price(Other, other);
    }

    private void Quote(int market, long mark, long depth)
    {
        Send(new MassCancel { Market = (ushort)market, Scope = CancelScope.All }, CrashPlan.Maker);
        foreach ((int distance, int weight) in market == Market ? Quotes.AsSpan() : Quotes.AsSpan(0, 1))
        {
            long away = mark * distance / 10_000, lots = Math.Max(1, depth * weight / 10);
            Place(CrashPlan.Maker, market, Side.Buy, mark - away, lots, TimeInForce.Gtc);
            Place(CrashPlan.Maker, market, Side.Sell, mark + away, lots, TimeInForce.Gtc);
        }
    }

    private void OpenAccount(long money)
    {
        Send(default(CreateAccount));
        Send(new Deposit { Source = new(1, ++_source), Amount = money, Asset = 1 }, (int)_source);
    }

    private void Price(int market, long ticks) =>
        Send(new SetPrices { Market = (ushort)market, Index = new(ticks * Exact.Sub), Mark = new(ticks * Exact.Sub), State = PriceState.Fresh });

    private void Place(int account, int market, Side side, long price, long lots, TimeInForce tif) =>
        Send(new PlaceOrder { Market = (ushort)market, Type = OrderType.Limit, Side = side, Tif = tif, Price = new(price), Qty = new(lots) }, account);

    private void Send<T>(T body, int account = 0) where T : unmanaged, ICommandBody => Emit([Command.Of(body, account)]);

    private void Emit(Span<Command> group)
    {
        for (int i = 0; i < group.Length; i++)
        {
            ref CommandHeader header = ref group[i].Header;
            (header.Seq, header.TimeNs) = (_out.Count + 1, _now += 1_000);
            if (group.Length > 1) (header.GroupIndex, header.GroupCount) = ((ushort)i, (ushort)group.Length);
            _out.Add(group[i]);
        }
    }
}
