namespace Peregrine.EndToEnd.Fapi;

/// <summary>Unpatched clients trade on the built program. What they check is in <c>tests/clients</c>, a file for each client.</summary>
public sealed class ClientTests
{
    [Theory]
    [InlineData("ccxt.test.mjs")]
    [InlineData("methods.test.mjs")]
    [InlineData("official.test.mjs")]
    [InlineData("streams.test.mjs")]
    [InlineData("binance.test.mjs")]
    public async Task A_client_pointed_here_by_its_options_trades(string file)
    {
        using var folder = new Folder();
        using VenueProcess venue = await VenueProcess.Start(folder.Path);
        await NodeClients.Run(file, venue.Url);
    }

    // As many orders as a minute's work of a loaded machine, or minutes of a free one's.
    [Fact]
    public async Task Books_and_streams_stay_whole_while_orders_flow()
    {
        using var folder = new Folder();
        string[] limits = ["account.orders", "account.exits", "address.orders", "address.exits", "fapi.weight", "fapi.orders-10s", "fapi.orders-minute"];
        using VenueProcess venue = await VenueProcess.Start(folder.Path, [.. limits.SelectMany(static name => new[] { $"--limits.{name}", "1000000" })]);
        bool isDeep = Environment.GetEnvironmentVariable("PEREGRINE_DEEP") is not null;
        await NodeClients.Run("flow.test.mjs", venue.Url, ("FLOW_ORDERS", isDeep ? "200000" : "2000"));
    }
}
