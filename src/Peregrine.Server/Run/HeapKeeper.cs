namespace Peregrine.Server.Run;

/// <summary>Has large garbage collected that the runtime would let lie, and what the C library keeps given back.</summary>
/// <remarks>
/// The runtime waits with large arrays until as much of them is new as a share of what is there, and of a venue's eight gigabytes of capacity, reserved at its
/// founding and mostly never touched, that is more than a gigabyte of answers to questions (decision 049).
/// </remarks>
internal sealed class HeapKeeper : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private const long GarbageMost = 48 << 20;
    private static readonly TimeSpan GivesBackEvery = TimeSpan.FromMinutes(1);
    private readonly Timer _timer;
    private readonly Timer _givingBack;
    private long _least = long.MaxValue;

    public HeapKeeper() : this(Every)
    {
    }

    internal HeapKeeper(TimeSpan looksEvery)
    {
        _timer = new Timer(_ => Look(), null, looksEvery, looksEvery);
        _givingBack = new Timer(static _ => NativeHeap.GiveBack(), null, GivesBackEvery, GivesBackEvery);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _givingBack.Dispose();
    }

    /// <summary>True when it asked for a collection, beside which everybody goes on.</summary>
    internal bool Look()
    {
        long now = GC.GetTotalMemory(forceFullCollection: false);
        _least = Math.Min(_least, now);
        if (now - _least < GarbageMost) return false;
        // What is left then is what the next look begins with.
        _least = long.MaxValue;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        return true;
    }
}
