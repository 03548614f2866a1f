using Peregrine.Client;
using Peregrine.Client.Markets;
using Peregrine.Client.Streams;

namespace Peregrine.Sandbox.Agents;

/// <summary>Lets one agent live: brings him in, lets him act in his pace, fills him up, and begins again with patience whatever goes wrong. A venue that restarts or takes no orders is ordinary.</summary>
internal sealed class AgentRunner(Agent agent, Household household, MarketBoard markets, Tape tape, SandboxOptions options)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50), LongestWait = TimeSpan.FromSeconds(30), MoneyLook = TimeSpan.FromSeconds(45), ShortestLook = TimeSpan.FromSeconds(2);
    private readonly Random _dice = new(HashCode(agent.Name) ^ options.Seed);

    public async Task Run(CancellationToken stop)
    {
        for (int failures = 0; ; failures++)
        {
            DateTime began = DateTime.UtcNow;
            try
            {
                await Live(stop).ConfigureAwait(false);
            }
            catch (Exception e) when (e is RefusedException or HttpRequestException or IOException or OperationCanceledException)
            {
                // Whatever it was, he comes back; who lived for a while has not been failing.
                if (DateTime.UtcNow - began > LongestWait) failures = 0;
            }
            stop.ThrowIfCancellationRequested();
            TimeSpan wait = TimeSpan.FromSeconds(1 << Math.Min(failures, 5));
            await Task.Delay(wait < LongestWait ? wait : LongestWait, stop).ConfigureAwait(false);
        }
    }

    private async Task Live(CancellationToken stop)
    {
        using VenueClient client = await household.Enter(agent.Name, stop).ConfigureAwait(false);
        await Purse.TopUp(client, agent.Dollars, stop).ConfigureAwait(false);
        VenueStream stream = client.Stream();
        var account = new AccountFeed(markets);
        stream.Subscribe(account);
        var desk = new Desk(client, stream, account, markets, tape, _dice);
        if (agent.Quotes)
        {
            foreach (MarketTerms market in markets.All) stream.Subscribe(new AuctionsFeed(market) { Heard = news => agent.Quote(desk, market, news) });
        }
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<Refusal> streaming = stream.Run(over.Token);
        Task acting = Act(client, desk, stream, over.Token);
        Task first = await Task.WhenAny(streaming, acting).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(streaming, acting).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The one that did not end first was told to.
        }
        if (first == streaming && streaming.IsCompletedSuccessfully) throw new RefusedException(await streaming.ConfigureAwait(false));
        await first.ConfigureAwait(false);
    }

    private async Task Act(VenueClient client, Desk desk, VenueStream stream, CancellationToken stop)
    {
        TimeSpan look = MoneyLook / options.Speed > ShortestLook ? MoneyLook / options.Speed : ShortestLook;
        DateTime looked = DateTime.UtcNow;
        while (true)
        {
            await stream.WhenOpen(stop).ConfigureAwait(false);
            await Task.Delay(Pause() + desk.Rest, stop).ConfigureAwait(false);
            desk.Rested();
            if (DateTime.UtcNow - looked > look)
            {
                looked = DateTime.UtcNow;
                await Purse.TopUp(client, agent.Dollars, stop).ConfigureAwait(false);
            }
            if (desk.IsCurrent) await agent.Act(desk, stop).ConfigureAwait(false);
        }
    }

    private TimeSpan Pause()
    {
        TimeSpan pace = agent.Pace / options.Speed;
        if (!agent.IsPunctual) pace *= Math.Min(5, -Math.Log(1 - _dice.NextDouble()));
        return pace > ShortestPause ? pace : ShortestPause;
    }

    // The same in every process, unlike that of string.
    private static int HashCode(string name) => name.Aggregate(17, static (hash, letter) => unchecked(hash * 31 + letter));
}
