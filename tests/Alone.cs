namespace Peregrine.Testing;

/// <summary>For tests that count what is allocated or collected: a collection that another test of the process causes meanwhile is counted too, or takes the place of theirs, so they run after the others.</summary>
[Xunit.CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
