namespace Peregrine.Identity.Tests.World;

/// <summary>A clock that moves when it is told to, in either direction.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public long Ms => _now.ToUnixTimeMilliseconds();

    public void Pass(TimeSpan span) => _now += span;

    public void PassSeconds(double seconds) => Pass(TimeSpan.FromSeconds(seconds));
}
