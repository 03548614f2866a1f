namespace Peregrine.MarketData.Memory;

/// <summary>Lets one thread change records while others copy them: odd while they change, another even number afterwards.</summary>
/// <remarks>
/// The writer never waits for a reader. A reader copies, then looks whether the number is what it was, and copies again if not; what it copied in
/// between may be torn, so its way through the records must hold for any numbers it meets.
/// </remarks>
internal struct WriteMark
{
    private int _number;

    public readonly bool IsWriting => (_number & 1) != 0;

    public void Begin()
    {
        Volatile.Write(ref _number, unchecked(_number + 1));
        // Nobody may see a change before the mark.
        Volatile.WriteBarrier();
    }

    public void End() => Volatile.Write(ref _number, unchecked(_number + 1));

    public static int Read(ref WriteMark mark) => Volatile.Read(ref mark._number);
}
