using Peregrine.Core;
using Xunit;

namespace Peregrine.Engine.Tests.Snapshots;

public sealed class PropertyTests
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

    /// <summary>Domain §17: who does not meet does not matter to each other, whatever the order in which they came.</summary>
    [Fact]
    public void The_order_of_independent_accounts_changes_no_money()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var rng = new Rng(seed);
            List<Command>[] own = [.. Enumerable.Range(0, Pairs.Count).Select(pair => Pairs.Script(ref rng, pair, 40))];
            Assert.Equal(Pairs.Money(Pairs.Interleave(ref rng, own)), Pairs.Money(Pairs.Interleave(ref rng, own)));
        }
    }
}
