namespace Peregrine.MarketData.Memory;

/// <summary>A reader's attempts at an untorn copy: <c>do { … } while (copying.WasTorn())</c>.</summary>
internal ref struct Copying
{
    private readonly ref WriteMark _mark;
    private SpinWait _wait;
    private int _seen;

    public Copying(ref WriteMark mark)
    {
        _mark = ref mark;
        _wait = default;
        Look();
    }

    /// <summary>True when a writer was there meanwhile; then the copy is made again.</summary>
    public bool WasTorn()
    {
        Volatile.ReadBarrier();
        if (WriteMark.Read(ref _mark) == _seen) return false;
        _wait.SpinOnce();
        Look();
        return true;
    }

    // A command takes microseconds, but its thread may be put to sleep in the middle of it: SpinOnce then gives the core away.
    private void Look()
    {
        while (((_seen = WriteMark.Read(ref _mark)) & 1) != 0) _wait.SpinOnce();
    }
}
