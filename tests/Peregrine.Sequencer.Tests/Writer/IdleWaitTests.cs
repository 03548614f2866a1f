using Peregrine.Sequencer.Ring;
using Peregrine.Sequencer.Writer;

namespace Peregrine.Sequencer.Tests.Writer;

public sealed class IdleWaitTests : IDisposable
{
    private static readonly TimeSpan LookAround = TimeSpan.FromMilliseconds(20), Nap = TimeSpan.FromMilliseconds(1);
    private readonly Doorbell _bell = new();
    private int _looks;
    private bool _hasWork;

    public void Dispose() => _bell.Dispose();

    [Fact]
    public void Who_has_waited_for_nothing_a_few_times_sleeps_at_once_until_work_comes_soon_again()
    {
        var idle = new IdleWait(_bell, LookAround, Look);
        Assert.True(LooksIn(idle) > 1, "at first one looks around");
        for (int i = 0; i < 10; i++) idle.Wait(Nap);
        // Longer than one looks around: it came late. Once it looks whether somebody came while it lay down.
        idle.Wait(2 * LookAround);
        Assert.Equal(1, LooksIn(idle, 2 * LookAround));
        _hasWork = true;
        idle.Wait(Nap);
        _hasWork = false;
        Assert.True(LooksIn(idle) > 1, "work came at once: it may do so again");
    }

    private int LooksIn(IdleWait idle, TimeSpan? atMost = null)
    {
        _looks = 0;
        idle.Wait(atMost ?? Nap);
        return _looks;
    }

    private bool Look()
    {
        _looks++;
        return _hasWork;
    }
}
