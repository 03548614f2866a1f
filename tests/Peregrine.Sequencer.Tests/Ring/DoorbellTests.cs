using Peregrine.Sequencer.Ring;

namespace Peregrine.Sequencer.Tests.Ring;

public class DoorbellTests
{
    [Fact]
    public void Nobody_sleeps_over_a_ring()
    {
        using var bell = new Doorbell();
        const int Rounds = 20_000;
        int posted = 0, seen = 0, overslept = 0;
        var sleeper = new Thread(() =>
        {
            while (seen < Rounds)
            {
                bell.LieDown();
                if (Volatile.Read(ref posted) > seen) bell.StayUp();
                // Far longer than the whole test takes when nobody is forgotten.
                else bell.Sleep(TimeSpan.FromSeconds(20));
                if (Volatile.Read(ref posted) == seen) overslept++;
                seen = Volatile.Read(ref posted);
            }
        });
        sleeper.Start();
        for (int i = 0; i < Rounds; i++)
        {
            Volatile.Write(ref posted, i + 1);
            bell.Ring();
            if (i % 100 == 0) Thread.Yield();
        }
        Assert.True(sleeper.Join(TimeSpan.FromSeconds(15)));
        Assert.Equal(Rounds, seen);
    }
}
