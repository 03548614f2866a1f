using Peregrine.Bench.Replay;
using Peregrine.Core;

namespace Peregrine.Bench.MarketData;

/// <summary>The events of a recorded stream as the real engine tells them, in pieces as large as a follower reads them.</summary>
internal sealed class Tape : IEventSink
{
    private const int Accounts = 2_000;
    private const int PieceBytes = 256 << 10;
    private readonly List<byte[]> _pieces = [];
    private readonly byte[] _piece = new byte[PieceBytes + (64 << 10)];
    private readonly Engine.Engine _engine;
    private int _used;
    private long _seq;

    private Tape() => _engine = new Engine.Engine(new EventWriter(this));

    /// <summary>What the venue was before the stream began.</summary>
    public IReadOnlyList<byte[]> Beginning { get; private set; } = [];

    public IReadOnlyList<byte[]> Pieces => _pieces;

    public long Events { get; private set; }

    public long BookChanges { get; private set; }

    public long Bytes => _pieces.Sum(static p => (long)p.Length);

    /// <summary>State at the end, to start a second fold from.</summary>
    public IReadOnlyList<byte[]> End { get; private set; } = [];

    public static Tape Record(ReadOnlySpan<Record> records)
    {
        Tape tape = new();
        tape.Open(records);
        tape.Beginning = tape.Cut();
        (tape.Events, tape.BookChanges) = (0, 0);
        tape.Play(records);
        tape.Flush();
        Tape end = new();
        tape._engine.Describe(new EventWriter(end));
        end.Flush();
        tape.End = end.Pieces;
        return tape;
    }

    public void Take(ReadOnlySpan<byte> events)
    {
        EventReader reader = new(events);
        while (reader.Next())
        {
            Events++;
            if (reader.Header.Kind == EventKind.BookChanged) BookChanges++;
        }
        if (_used + events.Length > _piece.Length) Flush();
        events.CopyTo(_piece.AsSpan(_used));
        _used += events.Length;
    }

    private void Flush()
    {
        if (_used > 0) _pieces.Add(_piece[.._used]);
        _used = 0;
    }

    private byte[][] Cut()
    {
        Flush();
        byte[][] pieces = [.. _pieces];
        _pieces.Clear();
        return pieces;
    }

    // Funded and bounded so widely that nothing but the book decides.
    private void Open(ReadOnlySpan<Record> records)
    {
        Do(Command.Of(Genesis.Default with { ClientIdsMax = 1, AccountsMax = Accounts, PositionsMax = Accounts }));
        List();
        Do(Command.Of(new SetFeeTier { MakerPpb = 150_000, TakerPpb = 450_000 }));
        Do(Command.Of(new SetMarketState { Market = 1, State = MarketState.PreOpen }));
        Do(Command.Of(new SetMarketState { Market = 1, State = MarketState.Open }));
        for (int i = 1; i <= Accounts; i++)
        {
            Do(Command.Of(new CreateAccount { Request = new(1, (ulong)i) }));
            Do(Command.Of(new Deposit { Source = new(2, (ulong)i), Amount = 1L << 44, Asset = 1 }, account: i));
        }
        (long low, long high) = (long.MaxValue, 0);
        foreach (ref readonly Record record in records) (low, high) = (Math.Min(low, record.Price), Math.Max(high, record.Price));
        Subticks mark = new((low + high) / 2 * 1000);
        Do(Command.Of(new SetPrices { Market = 1, Index = mark, Mark = mark, State = PriceState.Fresh }));
    }

    private void List()
    {
        Command[] group = [Command.Of(WideMarket.Terms), .. WideMarket.Tiers.Select(static tier => Command.Of(tier)), Command.Of(default(OpenMarket))];
        for (int i = 0; i < group.Length; i++)
        {
            (group[i].Header.GroupIndex, group[i].Header.GroupCount) = ((ushort)i, (ushort)group.Length);
            Do(group[i]);
        }
    }

    private void Play(ReadOnlySpan<Record> records)
    {
        Dictionary<uint, OrderId> ids = [];
        foreach (ref readonly Record record in records)
        {
            int account = 1 + (int)(record.Id % (Accounts / 2)) + (record.Side == Side.Buy ? 0 : Accounts / 2);
            if (record.Kind == RecordKind.Cancel)
            {
                Do(Command.Of(new CancelOrder { Order = ids.GetValueOrDefault(record.Id) }, account));
                continue;
            }
            ids[record.Id] = OrderId.Of(_seq + 1, 0);
            Do(Command.Of(new PlaceOrder
            {
                Market = 1,
                Type = OrderType.Limit,
                Side = record.Side,
                Tif = record.Kind == RecordKind.Limit ? TimeInForce.Gtc : TimeInForce.Ioc,
                Price = new(record.Price),
                Qty = new(record.Lots),
            }, account));
        }
    }

    // 10,000 commands a second of engine time: frames of all intervals and minutes of the day end as they would.
    private void Do(Command command)
    {
        (command.Header.Seq, command.Header.TimeNs) = (++_seq, 1_700_000_000_000_000_000 + _seq * 100_000);
        _engine.Apply(in command);
    }
}
