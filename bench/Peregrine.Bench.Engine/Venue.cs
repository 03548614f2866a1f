using Peregrine.Core;
using Peregrine.Engine.State;
using PeregrineEngine = Peregrine.Engine.Engine;

namespace Peregrine.Bench.Engine;

/// <summary>An engine with one open market, driven by commands alone. Whatever it refuses is a mistake of the bench and ends it.</summary>
/// <remarks>Commands are built where the engine reads them, as in a ring: that is inside the timings, as is writing and hashing every event.</remarks>
internal sealed class Venue
{
    public const int Market = 1;
    /// <summary>60 000 dollars in ticks of a dime, where every venue begins.</summary>
    public const int Mark = 600_000;
    /// <summary>In the middle of the scale; bands of 100 % let every price through.</summary>
    public const int PriceMax = 2 * Mark;
    public const long Second = 1_000_000_000;
    private const long Deposited = 100_000_000_000;
    private const long CommandNs = 1_000;

    private readonly PeregrineEngine _engine;
    private Command _slot;
    private long _timeNs = 20_000L * 86_400 * Second;

    public Venue(in Genesis genesis, IEventSink? sink = null)
    {
        _engine = new PeregrineEngine(new EventWriter(sink));
        Begin<Genesis>() = genesis;
        Apply();
        Begin<SetFeeTier>() = new SetFeeTier { MakerPpb = 150_000, TakerPpb = 450_000 };
        Apply();
        OpenMarket("BTC-PERP");
    }

    /// <summary>Another market like the first, open at the same price; its number. The price is set by hand unless somebody feeds it.</summary>
    public int OpenMarket(string symbol, Action<int>? feed = null)
    {
        Listing.Into(this, symbol);
        int market = State.MarketCount;
        feed?.Invoke(market);
        SetState(MarketState.PreOpen, market);
        SetState(MarketState.Open, market);
        if (feed is null) SetMark(Mark * 1000L, market);
        return market;
    }

    /// <summary>Gives the pages of venues that nobody uses any more back to the system.</summary>
    /// <remarks>A venue's tables take memory as they fill. Made of memory that the process still holds, all of them would be zeroed first.</remarks>
    public static void ReturnMemory() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    public EngineState State => _engine.State!;

    /// <summary>Hash of every event so far: nothing of the work can have been left out.</summary>
    public ulong Checksum => _engine.RollingHash;

    public long NowNs => _timeNs;

    public bool HasWork => _engine.NextDueNs == 0;

    /// <summary>Accounts 1, 2, … with a hundred thousand dollars each.</summary>
    public void OpenAccounts(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Begin<CreateAccount>().Request = new(1, (ulong)State.AccountCount + 1);
            Apply();
            Begin<Deposit>(State.AccountCount) = new Deposit { Source = new(2, (ulong)State.AccountCount), Amount = Deposited, Asset = 1 };
            Apply();
        }
    }

    public void SetMark(long subticks, int market = Market)
    {
        Begin<SetPrices>() = new SetPrices { Market = (ushort)market, Index = new(subticks), Mark = new(subticks), State = PriceState.Fresh };
        Apply();
    }

    public OrderId Place(int account, Side side, int price, long lots, TimeInForce tif = TimeInForce.Gtc, int market = Market)
    {
        BeginLimit(account, side, price, lots, tif).Market = (ushort)market;
        return Apply();
    }

    public ref PlaceOrder BeginLimit(int account, Side side, int price, long lots, TimeInForce tif = TimeInForce.Gtc)
    {
        ref PlaceOrder order = ref Begin<PlaceOrder>(account);
        order.Market = Market;
        order.Type = OrderType.Limit;
        order.Side = side;
        order.Tif = tif;
        order.Price = new(price);
        order.Qty = new(lots);
        return ref order;
    }

    /// <summary>A market order that waits; the caller says for what.</summary>
    public ref PlaceOrder BeginTrigger(int account, Side side, TriggerKind kind, long lots)
    {
        ref PlaceOrder order = ref Begin<PlaceOrder>(account);
        order.Market = Market;
        order.Type = OrderType.Market;
        order.Side = side;
        order.Tif = TimeInForce.Ioc;
        order.Qty = new(lots);
        order.Trigger = kind;
        return ref order;
    }

    /// <summary>The buyer gets so many lots from the seller, at that price.</summary>
    public void Trade(int buyer, int seller, int price, long lots, int market = Market)
    {
        Place(seller, Side.Sell, price, lots, market: market);
        Place(buyer, Side.Buy, price, lots, TimeInForce.Ioc, market);
    }

    public void Isolate(int account, int leverage)
    {
        Begin<SetMarginMode>(account) = new SetMarginMode { Market = Market, Mode = MarginMode.Isolated };
        Apply();
        SetLeverage(account, leverage);
    }

    public void SetLeverage(int account, int leverage, int market = Market)
    {
        Begin<SetLeverage>(account) = new SetLeverage { Market = (ushort)market, Leverage = (ushort)leverage };
        Apply();
    }

    public void Cancel(int account, OrderId order)
    {
        Begin<CancelOrder>(account).Order = order;
        Apply();
    }

    public void Tick(long passedNs)
    {
        _timeNs += passedNs;
        Begin<Tick>();
        Apply();
    }

    public ref T Begin<T>(int account = 0) where T : unmanaged, ICommandBody => ref Command.Begin<T>(ref _slot, account);

    /// <summary>Applies what was begun last; the id that an order among it gets.</summary>
    public OrderId Apply(int member = 0, int members = 1)
    {
        _slot.Header.GroupIndex = (ushort)member;
        _slot.Header.GroupCount = (ushort)members;
        _slot.Header.Seq = _engine.Seq + 1;
        _slot.Header.TimeNs = _timeNs += CommandNs;
        RejectCode code = _engine.Apply(in _slot);
        if (code != RejectCode.None) throw new WrongWorkException($"The engine refused the bench's {_slot.Header.Kind}: {code}.");
        return OrderId.Of(_engine.Seq, 0);
    }

    private void SetState(MarketState state, int market)
    {
        Begin<SetMarketState>() = new SetMarketState { Market = (ushort)market, State = state };
        Apply();
    }
}
