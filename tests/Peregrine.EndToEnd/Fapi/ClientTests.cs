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
}
