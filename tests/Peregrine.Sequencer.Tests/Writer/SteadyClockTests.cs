using Peregrine.Sequencer.Writer;

namespace Peregrine.Sequencer.Tests.Writer;

public class SteadyClockTests
{
    private long _wall = 1_000_000;
    private long _elapsed;

    [Fact]
    public void Behind_a_time_that_was_lived_before_it_goes_on_from_there_at_half_its_pace()
    {
        SteadyClock clock = Clock();
        clock.Reach(1_000_600);
        Pass(1_000, wall: 1_000);
        Assert.Equal(1_001_100, clock.NowNs);
        Pass(1_000, wall: 1_000);
        Assert.Equal(1_002_000, clock.NowNs);
        clock.Reach(5);
        Assert.Equal(1_002_000, clock.NowNs);
    }

    [Fact]
    public void A_step_forward_is_followed_at_once()
    {
        SteadyClock clock = Clock();
        Pass(10, wall: 5_000);
        Assert.Equal(1_005_000, clock.NowNs);
    }

    [Fact]
    public void After_a_step_backward_time_goes_on_at_half_its_pace_until_the_machine_caught_up()
    {
        SteadyClock clock = Clock();
        Pass(0, wall: -1_000);
        Assert.Equal(1_000_000, clock.NowNs);
        Pass(1_000, wall: 1_000);
        Assert.Equal(1_000_500, clock.NowNs);
        Pass(1_000, wall: 1_000);
        Assert.Equal(1_001_000, clock.NowNs);
        Pass(1_000, wall: 1_000);
        Assert.Equal(1_002_000, clock.NowNs);
    }

    [Fact]
    public void Many_small_looks_lose_nothing()
    {
        SteadyClock clock = Clock();
        Pass(0, wall: -1_000_000);
        long last = clock.NowNs;
        for (int i = 0; i < 1000; i++)
        {
            Pass(1, wall: 1);
            Assert.True(clock.NowNs >= last);
            last = clock.NowNs;
        }
        Assert.Equal(1_000_500, last);
    }

    private SteadyClock Clock() => new(() => _wall, () => _elapsed);

    private void Pass(long ns, long wall) => (_elapsed, _wall) = (_elapsed + ns, _wall + wall);
}
