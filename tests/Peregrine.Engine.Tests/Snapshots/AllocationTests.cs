using Peregrine.Core;
using Peregrine.Testing;
using Xunit;

namespace Peregrine.Engine.Tests.Snapshots;

[Collection(Alone.Name)]
public sealed class AllocationTests
{
    private static readonly bool Deep = Environment.GetEnvironmentVariable("PEREGRINE_DEEP") is not null;

    [Fact]
    public void Applying_allocates_nothing()
    {
        IReadOnlyList<Command> commands = Running.Stream(11, Deep ? 1_000_000 : 100_000);
        Engine engine = new(new EventWriter());
        // Listings allocate books, and the first call of a method may: neither is under a client's hand.
        int warm = 20_000;
        for (int i = 0; i < warm; i++) engine.Apply(commands[i]);
        Command[] rest = [.. commands.Skip(warm)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (ref readonly Command command in rest.AsSpan()) engine.Apply(in command);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
