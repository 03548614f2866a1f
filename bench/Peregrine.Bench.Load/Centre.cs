using Peregrine.Client;
using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Bench.Load;

/// <summary>The price around which all orders are: the mark, followed once a second, for a venue may have a life of its own.</summary>
internal sealed class Centre(VenueClient visitor, MarketTerms market)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private long _ticks;

    public Ticks Price => new(Volatile.Read(ref _ticks));

    public async Task Look() => Take((await visitor.Markets.Mark(market)).Value);

    public async Task Follow(CancellationToken stop)
    {
        using var beat = new PeriodicTimer(Every);
        try
        {
            while (await beat.WaitForNextTickAsync(stop))
            {
                // A venue that is too busy to say leaves it where it was.
                if (await visitor.Markets.Mark(market, stop) is { IsOk: true } told) Take(told.Value);
            }
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }
    }

    private void Take(MarkPrice told) => Volatile.Write(ref _ticks, told.Mark.Value / Subticks.PerTick);
}
