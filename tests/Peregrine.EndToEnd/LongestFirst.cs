using Peregrine.EndToEnd.Access;
using Peregrine.EndToEnd.Attack;
using Peregrine.EndToEnd.Fapi;
using Xunit.Abstractions;

// Tests wait for venues that start, clocks that tick and sockets that time out more than they compute, so more run than there are cores.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
[assembly: TestCollectionOrderer("Peregrine.EndToEnd.LongestFirst", "Peregrine.EndToEnd")]

namespace Peregrine.EndToEnd;

/// <summary>The classes that take longest begin, so that none of them runs on alone at the end; all others in a fixed order.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] Longest =
    [
        typeof(LivingVenueTests), typeof(ClientTests), typeof(FuzzTests), typeof(AccessTests), typeof(FlowTests), typeof(OperatorTests), typeof(ExplainTests), typeof(EveryRouteTests), typeof(RestartTests), typeof(FapiForcedTests),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(Place).ThenBy(static c => c.DisplayName, StringComparer.Ordinal);

    // A collection of one class is named after it.
    private static int Place(ITestCollection collection)
    {
        int at = Array.FindIndex(Longest, type => collection.DisplayName.EndsWith(' ' + type.FullName!, StringComparison.Ordinal));
        return at < 0 ? Longest.Length : at;
    }
}
