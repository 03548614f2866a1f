namespace Peregrine.EndToEnd.Fapi;

/// <summary>Unpatched clients while orders come as fast as the machine can place them.</summary>
public sealed class FlowTests
{
    private static readonly string[] Limits = ["account.orders", "account.exits", "address.orders", "address.exits", "fapi.weight", "fapi.orders-10s", "fapi.orders-minute"];
    private static readonly bool IsDeep = Environment.GetEnvironmentVariable("PEREGRINE_DEEP") is not null;

    // Of the deep run, on a machine that does other things as well.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(IsDeep ? 45 : 4);

    // As many orders as a minute's work of a loaded machine, or minutes of a free one's.
    [Fact]
    public async Task Books_and_streams_stay_whole_while_orders_flow()
    {
        using var folder = new Folder();
        using VenueKeeper venue = await VenueKeeper.Start(folder.Path, [.. Limits.SelectMany(static name => new[] { $"--limits.{name}", "1000000" })]);
        await NodeClients.Run("flow.test.mjs", venue.Url, Longest, ("FLOW_ORDERS", IsDeep ? "200000" : "2000"), ("VENUE_KEEPER", venue.Address));
    }
}
