namespace Peregrine.EndToEnd;

/// <summary>Tests that share one venue, because they are about people and requests: none of them leaves an order in a book or changes what others read.</summary>
[CollectionDefinition(Name)]
public sealed class OneVenue : ICollectionFixture<SharedVenue>
{
    public const string Name = "one venue";
}
