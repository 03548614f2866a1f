namespace Peregrine.Crash.Venues;

/// <summary>A test that needs strace and says so where it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StraceFactAttribute : FactAttribute
{
    public StraceFactAttribute() => Skip = Strace.Missing;
}
