using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Bench.Replay;

/// <summary>The whole engine: every check of an order, cross margin with tiers, fees, positions, and all events written and hashed.</summary>
/// <remarks>
/// 2,000 accounts as the workload asks: buys from id mod 1000, sells from 1000 + id mod 1000, funded and bounded so widely that nothing but the book
/// decides. Turning records into commands is inside the timing; a sink that reads the trades out of the event bytes is too.
/// </remarks>
internal sealed class FullEngine : IReplayEngine, IEventSink
{
    private readonly record struct Print(OrderId Maker, OrderId Taker, Ticks Price, Lots Qty);

    private const int AccountsPerSide = 1000;
    private const int Market = 1;
    private const int RingSize = 64;
    private Engine.Engine _engine = null!;
    // Each command is built where the engine reads it.
    private readonly Command[] _ring = new Command[RingSize];
    private long[] _named = [];
    private int _next;
    // Trades as they come; which records they stand for is looked up after the clock has stopped, in the name of a client who knows its orders.
    private Print[] _prints = [];
    private int _printCount;
    private long _seq;
    private long _firstSeq;
    private uint[] _recordBySeq = [];

    public void Load(ReplayFile file)
    {
        _printCount = 0;
        if (_prints.Length < file.Records.Length) _prints = new Print[file.Records.Length];
        _seq = 0;
        _engine = new Engine.Engine(new EventWriter(this));
        _next = 0;
        _recordBySeq = new uint[file.Records.Length + 1];
        Do(Command.Of(Genesis.Default with
        {
            // The index serves orders, triggers and TWAPs: together they are the power of two that the file asks for.
            OrdersMax = file.OrdersMax - 2,
            TriggersMax = 1,
            TwapsMax = 1,
            GroupsMax = 1,
            ClientIdsMax = 1,
            AccountsMax = 2 * AccountsPerSide,
            PositionsMax = 2 * AccountsPerSide,
        }));
        List();
        Do(Command.Of(new SetFeeTier { MakerPpb = 150_000, TakerPpb = 450_000 }));
        Do(Command.Of(new SetMarketState { Market = Market, State = MarketState.PreOpen }));
        Do(Command.Of(new SetMarketState { Market = Market, State = MarketState.Open }));
        for (int i = 1; i <= 2 * AccountsPerSide; i++)
        {
            Do(Command.Of(new CreateAccount { Request = new(1, (ulong)i) }));
            Do(Command.Of(new Deposit { Source = new(2, (ulong)i), Amount = 1L << 44, Asset = 1 }, account: i));
        }
        SetMark(file.Records.Min(static r => r.Price), file.Records.Max(static r => r.Price));
        NameOrders(file.Records);
    }

    private void List()
    {
        Command[] group =
        [
            Command.Of(WideMarket.Terms),
            .. WideMarket.Tiers.Select(static tier => Command.Of(tier)),
            Command.Of(default(OpenMarket)),
        ];
        for (int i = 0; i < group.Length; i++)
        {
            group[i].Header.GroupIndex = (ushort)i;
            group[i].Header.GroupCount = (ushort)group.Length;
            Do(in group[i]);
        }
    }

    // A mark between the extremes and bands of 100 % let every price through.
    private void SetMark(int priceMin, int priceMax)
    {
        Subticks mark = new((priceMin + (long)priceMax) / 2 * 1000);
        Do(Command.Of(new SetPrices { Market = Market, Index = mark, Mark = mark, State = PriceState.Fresh }));
        _firstSeq = _seq;
    }

    // What a client remembers of its orders: the id that each cancel names, and the record that each id stands for.
    private void NameOrders(ReadOnlySpan<Record> records)
    {
        long[] orderOf = new long[records.Length + 1];
        _named = new long[records.Length];
        for (int i = 0; i < records.Length; i++)
        {
            ref readonly Record record = ref records[i];
            _recordBySeq[i + 1] = record.Id;
            if (record.Kind == RecordKind.Cancel) _named[i] = orderOf[record.Id];
            else orderOf[record.Id] = OrderId.Of(_firstSeq + i + 1, 0).Value;
        }
    }

    public void Run(ReadOnlySpan<Record> commands)
    {
        // What a client sends is known before it is served: commands wait in the ring, and the engine takes those that are there.
        for (int at = 0; at < commands.Length; at += RingSize)
        {
            ReadOnlySpan<Record> waiting = commands[at..Math.Min(at + RingSize, commands.Length)];
            for (int i = 0; i < waiting.Length; i++) Write(in waiting[i], ref _ring[i]);
            _engine.Apply(_ring.AsSpan(0, waiting.Length));
        }
    }

    private void Write(in Record record, ref Command slot)
    {
        int account = 1 + (int)(record.Id % AccountsPerSide) + (record.Side == Side.Buy ? 0 : AccountsPerSide);
        if (record.Kind == RecordKind.Cancel) Command.Begin<CancelOrder>(ref slot, account).Order = new(_named[_next]);
        else Place(in record, account, ref slot);
        _next++;
        Stamp(ref slot);
    }

    private static void Place(in Record record, int account, ref Command slot)
    {
        ref PlaceOrder order = ref Command.Begin<PlaceOrder>(ref slot, account);
        order.Market = Market;
        order.Type = OrderType.Limit;
        order.Side = record.Side;
        order.Tif = record.Kind == RecordKind.Limit ? TimeInForce.Gtc : TimeInForce.Ioc;
        order.Price = new(record.Price);
        order.Qty = new(record.Lots);
    }

    private void Do(in Command command)
    {
        _ring[0] = command;
        Stamp(ref _ring[0]);
        RejectCode code = _engine.Apply(in _ring[0]);
        Invariant.That(code == RejectCode.None, "the engine refused the bench's own set-up");
    }

    private void Stamp(ref Command slot)
    {
        slot.Header.Seq = ++_seq;
        slot.Header.TimeNs = _seq * 1000;
    }

    void IEventSink.Take(ReadOnlySpan<byte> events)
    {
        EventReader reader = new(events);
        while (reader.Next())
        {
            if (reader.Header.Kind != EventKind.Trade) continue;
            // In place: a copy in large pieces would wait for the small ones that were just written.
            ref readonly Trade trade = ref MemoryMarshal.AsRef<Trade>(reader.Bytes[EventHeader.Size..]);
            Invariant.That(_printCount < _prints.Length, "more trades than commands");
            _prints[_printCount++] = new Print(trade.MakerOrder, trade.TakerOrder, trade.Price, trade.Qty);
        }
    }

    private long RecordOf(OrderId order) => _recordBySeq[order.Seq - _firstSeq];

    public ReplayResult Result()
    {
        ulong hash = 0;
        EngineState state = _engine.State!;
        foreach (Side side in new[] { Side.Buy, Side.Sell })
        {
            foreach (LevelView level in state.Markets[Market].Book.Levels(side))
            {
                for (int slot = level.Head; slot != Order.Nil; slot = state.Orders[slot].Next)
                    hash = TradeTally.Mix(hash, TradeTally.Join(RecordOf(new(state.Orders[slot].Id)), state.Orders[slot].Rest.Value));
            }
        }
        TradeTally tally = default;
        foreach (ref readonly Print print in _prints.AsSpan(0, _printCount))
            tally.Add(RecordOf(print.Maker), RecordOf(print.Taker), print.Price.Value, print.Qty.Value);
        return tally.With(hash);
    }
}
