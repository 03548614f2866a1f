namespace Peregrine.Crash.Venues;

/// <summary>A test that needs a disk of its own and says so where it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.Missing;
}
