namespace Peregrine.Testing;

/// <summary>For tests that count bytes which their thread allocates: a collection that another test of the process causes meanwhile is counted too, so they run after the others.</summary>
[Xunit.CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
