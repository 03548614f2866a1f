namespace Peregrine.Identity.Tests.World;

/// <summary>What a loop allocates on this thread when nothing else does: the runtime itself allocates now and then while it compiles a method anew.</summary>
internal static class Allocated
{
    private const int Rounds = 8;

    public static long By(Action loop)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            loop();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
