using Peregrine.Client;
using Peregrine.Client.Markets;
using Peregrine.Client.Signing;
using Peregrine.Client.Streams;
using Peregrine.Sandbox.Agents;

namespace Peregrine.Sandbox;

/// <summary>People who trade at a venue that is tried out: makers, takers and the rest of a market's company. They use the public API alone, as anybody.</summary>
/// <param name="venue">Where it is.</param>
/// <param name="options">What is played.</param>
/// <param name="secret">Makes the people's passwords: with the same one they find their accounts again.</param>
/// <param name="note">Is told what an operator should know.</param>
public sealed class SandboxVenue(Uri venue, SandboxOptions options, byte[] secret, Action<string> note)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1), Between = TimeSpan.FromMilliseconds(150);

    /// <summary>Runs until it is cancelled.</summary>
    public async Task Run(CancellationToken stop)
    {
        using var visitor = new VenueClient(venue, Credentials.None);
        MarketBoard markets = await Markets(visitor, stop).ConfigureAwait(false);
        VenueStream stream = visitor.Stream();
        var tape = new Tape(markets, stream);
        List<Task> living = [stream.Run(stop)];
        using var makers = new Household(venue, "makers", secret);
        using var company = new Household(venue, "company", secret);
        foreach (Agent agent in Cast.Of())
        {
            var runner = new AgentRunner(agent, agent is Maker ? makers : company, markets, tape, options);
            living.Add(Live(runner, agent.Name, Between * living.Count, stop));
        }
        await Task.WhenAll(living).ConfigureAwait(false);
    }

    // One who breaks leaves; the others do not notice.
    private async Task Live(AgentRunner runner, string name, TimeSpan wait, CancellationToken stop)
    {
        try
        {
            await Task.Delay(wait, stop).ConfigureAwait(false);
            await runner.Run(stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            note($"sandbox: {name} has left for good: {e}");
        }
    }

    private static async Task<MarketBoard> Markets(VenueClient visitor, CancellationToken stop)
    {
        while (true)
        {
            Reply<MarketBoard> board = await visitor.Markets.List(stop).ConfigureAwait(false);
            if (board.IsOk && board.Value.All.Count > 0) return board.Value;
            await Task.Delay(Again, stop).ConfigureAwait(false);
        }
    }
}
