namespace Peregrine.EndToEnd;

/// <summary>Every route in the table is called on the built program, and does what it is for.</summary>
public sealed class EveryRouteTests
{
    [Fact]
    public async Task Every_route_in_the_table_is_called_and_answers()
    {
        using var folder = new Folder();
        // Started again, so that the operators are in a tree of liabilities: there is one at each start.
        using (VenueProcess first = await OperatedVenue.Start(folder.Path, "olga", "oscar")) Assert.Equal(0, await first.Stop());
        using VenueProcess venue = await VenueProcess.Start(folder.Path);
        using ApiClient anna = await venue.Client().Join("anna"), ben = await venue.Client().Join("ben"), olga = await venue.Client().SignIn("olga"), oscar = await venue.Client().SignIn("oscar");
        var called = new RouteCalls(await ApiDocument.Load(), anna, ben, olga, oscar);
        await called.All();
        string[] table = [.. (await VenueProcess.Routes()).Where(IsNative).Select(RouteOf)];
        Assert.NotEmpty(table);
        Assert.Equal(table.Order(StringComparer.Ordinal), called.Called.Order(StringComparer.Ordinal));
    }

    // The dialect's routes have tests of their own.
    private static bool IsNative(string line) => line.Contains(" /api/v1", StringComparison.Ordinal);

    private static string RouteOf(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return $"{words[0]} {words[1]["/api/v1".Length..]}";
    }
}
