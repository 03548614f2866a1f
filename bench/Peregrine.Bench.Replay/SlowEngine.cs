using Peregrine.Core;

namespace Peregrine.Bench.Replay;

/// <summary>The book one writes first: sorted dictionaries of levels, a dictionary of orders, a class instance per order.</summary>
/// <remarks>Not a straw man: cancels unlink in constant time, and the best level is remembered instead of asked for at every command.</remarks>
internal sealed class SlowEngine : IReplayEngine
{
    private sealed class Node(long id, long lots, Level level)
    {
        public readonly long Id = id;
        public readonly Level Level = level;
        public long Lots = lots;
        public Node? Previous;
        public Node? Next;
    }

    private sealed class Level(long price, Side side)
    {
        public readonly long Price = price;
        public readonly Side Side = side;
        public Node? Head;
        public Node? Tail;

        public void Append(Node node)
        {
            node.Previous = Tail;
            if (Tail is null) Head = node;
            else Tail.Next = node;
            Tail = node;
        }

        public void Unlink(Node node)
        {
            if (node.Previous is null) Head = node.Next;
            else node.Previous.Next = node.Next;
            if (node.Next is null) Tail = node.Previous;
            else node.Next.Previous = node.Previous;
        }
    }

    private sealed class HalfBook(Side side)
    {
        public readonly SortedDictionary<long, Level> Levels =
            side == Side.Buy ? new(Comparer<long>.Create(static (a, b) => b.CompareTo(a))) : [];

        public Level? Best;

        public Level Open(long price)
        {
            if (Levels.TryGetValue(price, out Level? level)) return level;
            Levels.Add(price, level = new Level(price, side));
            if (Best is null || Reaches(price, Best.Price)) Best = level;
            return level;
        }

        public void Remove(Node node)
        {
            node.Level.Unlink(node);
            if (node.Level.Head is not null) return;
            Levels.Remove(node.Level.Price);
            if (Best == node.Level) Best = Levels.FirstOrDefault().Value;
        }

        public bool Reaches(long price, long limit) => side == Side.Buy ? price >= limit : price <= limit;
    }

    private HalfBook _bids = null!;
    private HalfBook _asks = null!;
    private Dictionary<long, Node> _orders = null!;
    private TradeTally _tally;

    public void Load(ReplayFile file)
    {
        _bids = new HalfBook(Side.Buy);
        _asks = new HalfBook(Side.Sell);
        _orders = new Dictionary<long, Node>(file.OrdersMax);
        _tally = default;
    }

    public void Run(ReadOnlySpan<Record> commands)
    {
        foreach (ref readonly Record command in commands)
        {
            if (command.Kind != RecordKind.Cancel) Place(in command);
            else if (_orders.Remove(command.Id, out Node? node)) Half(node.Level.Side).Remove(node);
        }
    }

    private void Place(in Record command)
    {
        HalfBook makers = Half(command.Side.Opposite());
        long left = command.Lots;
        while (makers.Best is { } best && makers.Reaches(best.Price, command.Price))
        {
            Node maker = best.Head!;
            long lots = Math.Min(left, maker.Lots);
            _tally.Add(maker.Id, command.Id, best.Price, lots);
            left -= lots;
            maker.Lots -= lots;
            if (maker.Lots == 0)
            {
                makers.Remove(maker);
                _orders.Remove(maker.Id);
            }
            if (left == 0) return;
        }
        if (command.Kind != RecordKind.Limit) return;
        Level level = Half(command.Side).Open(command.Price);
        var node = new Node(command.Id, left, level);
        level.Append(node);
        _orders.Add(command.Id, node);
    }

    public ReplayResult Result()
    {
        ulong hash = 0;
        foreach (Level level in _bids.Levels.Values.Concat(_asks.Levels.Values))
        {
            for (Node? node = level.Head; node is not null; node = node.Next) hash = TradeTally.Mix(hash, TradeTally.Join(node.Id, node.Lots));
        }
        return _tally.With(hash);
    }

    private HalfBook Half(Side side) => side == Side.Buy ? _bids : _asks;
}
