using Peregrine.Core;

namespace Peregrine.Twin.Tests;

/// <summary>A twin with one listed market, and short words for what the tests send.</summary>
internal sealed class World
{
    private const long Second = 1_000_000_000;
    private long _seq;
    private ulong _source;
    public TwinEngine Twin { get; } = new();
    public long Now { get; set; } = 1_700_000_000 * Second;
    public IReadOnlyList<TwinEvent> Last { get; private set; } = [];

    public World(int maker = 0, int taker = 0, int leverage = 100, long mark = 600_000, int profitWeight = 1_000_000_000, long lotE9 = 10_000, long tickE9 = 100_000_000)
    {
        Send(Genesis.Default);
        Send(new SetFeeTier { MakerPpb = maker, TakerPpb = taker });
        var terms = new ListMarket
        {
            Symbol = Symbol.Parse("BTC-USD"),
            TickE9 = tickE9,
            LotE9 = lotE9,
            PriceMax = new(5_000_000),
            PositionMax = new(100_000_000),
            QtyMin = new(1),
            QtyMax = new(100_000_000),
            MarketQtyMax = new(100_000_000),
            OiCap = new(1_000_000_000),
            BandUpPpb = 250_000_000,
            BandDownPpb = 250_000_000,
            ExecRangePpb = 250_000_000,
            SlipMaxPpb = 50_000_000,
            ProfitWeightPpb = profitWeight,
            LeverageMax = (ushort)leverage,
            OpenOrdersMax = 200,
            TriggerOrdersMax = 100,
            ReduceOnlyMax = 50,
        };
        Group([Command.Of(terms), .. FormulaVectors.BtcTiers.Select(t => Command.Of(t)), Command.Of(default(OpenMarket))]);
        Send(new SetMarketState { Market = 1, State = MarketState.PreOpen });
        Mark(mark);
        Send(new SetMarketState { Market = 1, State = MarketState.Open });
    }

    public RejectCode Send<T>(T body, int account = 0) where T : unmanaged, ICommandBody => Group([Command.Of(body, account)]);

    public RejectCode Group(Command[] members)
    {
        for (int i = 0; i < members.Length; i++)
        {
            (members[i].Header.Seq, members[i].Header.TimeNs) = (++_seq, Now);
            if (members.Length > 1) (members[i].Header.GroupIndex, members[i].Header.GroupCount) = ((ushort)i, (ushort)members.Length);
            Last = Twin.Apply(members[i]);
        }
        IReadOnlyList<string> broken = Twin.CheckInvariants();
        return broken.Count == 0 ? Last[^1].As<CommandDone>().Code : throw new InvalidOperationException(string.Join("; ", broken));
    }

    public int Account(long cash, int root = 0)
    {
        Send(default(CreateAccount), root);
        int id = (int)Last[^1].As<CommandDone>().Detail1;
        if (cash > 0) Send(new Deposit { Source = new(1, ++_source), Amount = cash, Asset = 1 }, id);
        return id;
    }

    public void Mark(long ticks) => Send(new SetPrices { Market = 1, Index = new(ticks * 1000), Mark = new(ticks * 1000), State = PriceState.Fresh });

    public static PlaceOrder Limit(Side side, long qty, long price, TimeInForce tif = TimeInForce.Gtc, OrderFlags flags = 0, StpMode stp = 0, long display = 0) =>
        new() { Market = 1, Type = OrderType.Limit, Side = side, Tif = tif, Stp = stp, Flags = flags, Price = new(price), Qty = new(qty), Display = new(display) };

    public OrderId Place(int account, PlaceOrder order)
    {
        RejectCode code = Send(order, account);
        if (code != RejectCode.None) throw new InvalidOperationException($"refused: {code}");
        return new(Last[^1].As<CommandDone>().Detail1);
    }

    public IEnumerable<T> Told<T>() where T : unmanaged, IEventBody => Last.Where(e => e.Kind == T.Kind).Select(e => e.As<T>());
    public TwinPosition Position(int account) => Twin.State.Accounts[account - 1].Positions[1];
    public long Cash(int account) => Twin.State.Accounts[account - 1].Cash;
    public long Rest(OrderId order) => Twin.State.Orders.TryGetValue(order.Value, out TwinOrder? o) ? o.Rest : 0;
}
