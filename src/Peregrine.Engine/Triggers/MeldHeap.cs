using Peregrine.Engine.Matching;

namespace Peregrine.Engine.Triggers;

/// <summary>Who leaves a heap, and what becomes of them.</summary>
internal interface ILeaving
{
    bool Leaves(int node);

    /// <summary>It is in no heap any more, and its links are free.</summary>
    void Left(int node);
}

/// <summary>Leftist heaps threaded through a slab: two become one in O(log n), and any member leaves in O(log n).</summary>
/// <remarks>
/// A right spine is at most log2(n + 1) long, and only right spines are walked down. A pairing heap would be shorter code, but after a million
/// insertions its first removal walks a million siblings, and one update of a price must not cost that.
/// </remarks>
internal static class MeldHeap<T> where T : unmanaged, IHeapSlot<T>
{
    /// <summary>The root of both heaps together; either may be empty (0).</summary>
    public static int Merge(Slab<T> slab, int a, int b)
    {
        if (a == 0) return b;
        if (b == 0) return a;
        if (T.IsBefore(in slab[b], in slab[a])) (a, b) = (b, a);
        ref HeapLinks links = ref T.LinksOf(ref slab[a]);
        int right = Merge(slab, links.Right, b);
        T.LinksOf(ref slab[right]).Parent = a;
        links.Right = right;
        Lean(slab, ref links);
        return a;
    }

    /// <summary>Adds a node that is in no heap.</summary>
    public static int Add(Slab<T> slab, int root, int node)
    {
        T.LinksOf(ref slab[node]) = new HeapLinks { Rank = 1 };
        return Merge(slab, root, node);
    }

    /// <summary>Takes a node out of the heap with this root and returns the new root.</summary>
    public static int Remove(Slab<T> slab, int root, int node)
    {
        ref HeapLinks links = ref T.LinksOf(ref slab[node]);
        int parent = links.Parent;
        int heir = Merge(slab, links.Left, links.Right);
        links = default;
        if (heir != 0) T.LinksOf(ref slab[heir]).Parent = parent;
        if (parent == 0) return heir;
        ref HeapLinks above = ref T.LinksOf(ref slab[parent]);
        if (above.Left == node) above.Left = heir;
        else above.Right = heir;
        // A rank that stays the same ends the walk: nothing above can see a difference.
        for (int at = parent; at != 0; at = T.LinksOf(ref slab[at]).Parent)
        {
            if (!Lean(slab, ref T.LinksOf(ref slab[at]))) break;
        }
        return root;
    }

    /// <summary>Takes out all nodes that leave, in any order, and returns the new root. None leaves that comes behind one that stays.</summary>
    /// <remarks>So those that leave form a tree at the root, and what hung below it is merged: when all leave, nothing is ever compared.</remarks>
    public static int Shed<TLeaving>(Slab<T> slab, int root, ref TLeaving leaving) where TLeaving : struct, ILeaving
    {
        int kept = 0;
        // Who is still to be asked is threaded by the links to their parents, which nobody needs any more.
        for (int node = root, next; node != 0; node = next)
        {
            ref HeapLinks links = ref T.LinksOf(ref slab[node]);
            next = links.Parent;
            links.Parent = 0;
            if (!leaving.Leaves(node))
            {
                kept = Merge(slab, kept, node);
                continue;
            }
            (int left, int right) = (links.Left, links.Right);
            links = default;
            next = AskFirst(slab, left, AskFirst(slab, right, next));
            leaving.Left(node);
        }
        return kept;
    }

    private static int AskFirst(Slab<T> slab, int node, int before)
    {
        if (node == 0) return before;
        T.LinksOf(ref slab[node]).Parent = before;
        return node;
    }

    /// <summary>Walks every node of a heap once, from its root; 0 at the end.</summary>
    public static int Next(Slab<T> slab, int root, int at)
    {
        int left = T.LinksOf(ref slab[at]).Left;
        if (left != 0) return left;
        while (at != root)
        {
            int parent = T.LinksOf(ref slab[at]).Parent;
            int right = T.LinksOf(ref slab[parent]).Right;
            if (right != 0 && right != at) return right;
            at = parent;
        }
        return 0;
    }

    // The child of lower rank goes right; true when the rank of the node itself changed.
    private static bool Lean(Slab<T> slab, ref HeapLinks links)
    {
        int left = T.LinksOf(ref slab[links.Left]).Rank;
        int right = T.LinksOf(ref slab[links.Right]).Rank;
        if (left < right) (links.Left, links.Right) = (links.Right, links.Left);
        int rank = Math.Min(left, right) + 1;
        bool changed = rank != links.Rank;
        links.Rank = rank;
        return changed;
    }
}
