using Peregrine.Core;

namespace Peregrine.Engine.Matching;

/// <summary>Walks one side best to worst with <c>foreach</c>; a struct, so that depth and snapshots cost no allocation.</summary>
internal struct LevelWalk(Book book, Side side)
{
    private bool _started;

    public LevelView Current { get; private set; }
    public readonly LevelWalk GetEnumerator() => this;

    public bool MoveNext()
    {
        Current = _started ? book.NextWorse(side, Current.Price) : book.BestLevel(side);
        _started = true;
        return Current.Exists;
    }
}
