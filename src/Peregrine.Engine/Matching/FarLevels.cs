using Peregrine.Core;

namespace Peregrine.Engine.Matching;

/// <summary>The levels of one ladder outside its window, ordered by key: an AVL tree in a slab shared by all ladders.</summary>
/// <remarks>
/// Balanced by height and not by a hash of the price: prices are chosen by clients, and a client who knows the hash could bend a treap into a list.
/// Recursion is at most 1.44 · log2(levels) deep, 45 for a full slab.
/// Every far level holds an order, so a slab as large as that of the orders never runs out.
/// </remarks>
internal sealed class FarLevels(Slab<FarNode> nodes)
{
    /// <summary>No key is this small: prices end at 2^60.</summary>
    public const long None = long.MinValue;

    private int _root;
    private int _count;

    public int Count => _count;

    /// <summary>The level of a key that is present.</summary>
    public ref Level this[long key]
    {
        get
        {
            int node = Node(key);
            Invariant.That(node != 0, "the level exists");
            return ref nodes[node].Level;
        }
    }

    public bool Contains(long key) => Node(key) != 0;

    public void Add(long key, in Level level)
    {
        int node = nodes.Rent();
        Invariant.That(node != 0, "every far level holds an order, and there are as many nodes as orders");
        nodes[node] = new FarNode { Key = key, Level = level, Height = 1 };
        _root = Insert(_root, node, key);
        _count++;
    }

    public void Remove(long key)
    {
        _root = Remove(_root, key);
        _count--;
    }

    /// <summary>The greatest key under this one, or <see cref="None"/>.</summary>
    public long Below(long key)
    {
        long best = None;
        for (int at = _root; at != 0;)
        {
            ref FarNode node = ref nodes[at];
            if (node.Key < key) (best, at) = (node.Key, node.Right);
            else at = node.Left;
        }
        return best;
    }

    /// <summary>The smallest key over this one, or <see cref="None"/>.</summary>
    public long Above(long key)
    {
        long best = None;
        for (int at = _root; at != 0;)
        {
            ref FarNode node = ref nodes[at];
            if (node.Key > key) (best, at) = (node.Key, node.Left);
            else at = node.Right;
        }
        return best;
    }

    private int Node(long key)
    {
        int at = _root;
        while (at != 0 && nodes[at].Key != key) at = key < nodes[at].Key ? nodes[at].Left : nodes[at].Right;
        return at;
    }

    private int Insert(int at, int added, long key)
    {
        if (at == 0) return added;
        ref FarNode node = ref nodes[at];
        Invariant.That(key != node.Key, "a level exists once");
        if (key < node.Key) node.Left = Insert(node.Left, added, key);
        else node.Right = Insert(node.Right, added, key);
        return Balance(at);
    }

    private int Remove(int at, long key)
    {
        Invariant.That(at != 0, "the level exists");
        ref FarNode node = ref nodes[at];
        if (key < node.Key) node.Left = Remove(node.Left, key);
        else if (key > node.Key) node.Right = Remove(node.Right, key);
        else
        {
            (int left, int right) = (node.Left, node.Right);
            nodes.Return(at);
            if (right == 0) return left;
            right = DetachLeast(right, out at);
            (nodes[at].Left, nodes[at].Right) = (left, right);
        }
        return Balance(at);
    }

    private int DetachLeast(int at, out int least)
    {
        ref FarNode node = ref nodes[at];
        if (node.Left == 0)
        {
            least = at;
            return node.Right;
        }
        node.Left = DetachLeast(node.Left, out least);
        return Balance(at);
    }

    private int Balance(int at)
    {
        ref FarNode node = ref nodes[at];
        int lean = Lean(in node);
        if (lean > 1)
        {
            if (Lean(in nodes[node.Left]) < 0) node.Left = RotateLeft(node.Left);
            return RotateRight(at);
        }
        if (lean < -1)
        {
            if (Lean(in nodes[node.Right]) > 0) node.Right = RotateRight(node.Right);
            return RotateLeft(at);
        }
        Measure(ref node);
        return at;
    }

    private int RotateRight(int at)
    {
        int up = nodes[at].Left;
        nodes[at].Left = nodes[up].Right;
        nodes[up].Right = at;
        Measure(ref nodes[at]);
        Measure(ref nodes[up]);
        return up;
    }

    private int RotateLeft(int at)
    {
        int up = nodes[at].Right;
        nodes[at].Right = nodes[up].Left;
        nodes[up].Left = at;
        Measure(ref nodes[at]);
        Measure(ref nodes[up]);
        return up;
    }

    // Slot 0 is all zero, so the height of "no child" reads as 0.
    private int Lean(in FarNode node) => nodes[node.Left].Height - nodes[node.Right].Height;
    private void Measure(ref FarNode node) => node.Height = 1 + Math.Max(nodes[node.Left].Height, nodes[node.Right].Height);
}
