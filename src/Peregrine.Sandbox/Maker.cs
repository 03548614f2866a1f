using System.Threading.Channels;
using Peregrine.Client;
using Peregrine.Client.Accounts;
using Peregrine.Client.Markets;
using Peregrine.Client.Orders;
using Peregrine.Client.Streams;
using Peregrine.Core;

namespace Peregrine.Sandbox;

/// <summary>A simple maker in one market: a ladder around the index, moved when the index has gone far enough.</summary>
internal sealed class Maker(SandboxOptions options, VenueClient client, MarketBoard markets, MarketTerms market, double shift)
{
    private const double SubticksPerTick = 1000;
    private readonly VenueStream _stream = client.Stream();
    private readonly AccountFeed _account = new(markets);
    private readonly QuoteLadder _ladder = new(options, market);
    private readonly Channel<Subticks> _prices = Channel.CreateBounded<Subticks>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private double _quotedAt;

    /// <summary>Quotes until it is cancelled; ends when the venue refuses his name.</summary>
    public async Task<Refusal> Run(CancellationToken stop)
    {
        var prices = new MarkFeed(market);
        prices.Changed += price => _prices.Writer.TryWrite(price.Index);
        // A fill changes what he wants to quote; the next price is soon enough for that.
        _account.Filled += _ => _quotedAt = 0;
        _stream.Subscribe(_account);
        _stream.Subscribe(prices);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<Refusal> running = _stream.Run(over.Token);
        Task quoting = Quote(over.Token);
        await Task.WhenAny(running, quoting).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        if (quoting.IsFaulted) await quoting.ConfigureAwait(false);
        return await running.ConfigureAwait(false);
    }

    private async Task Quote(CancellationToken stop)
    {
        await foreach (Subticks price in _prices.Reader.ReadAllAsync(stop).ConfigureAwait(false))
        {
            double index = price.Value / SubticksPerTick;
            if (index < 1 || Math.Abs(index - _quotedAt) < index * options.RequoteAt) continue;
            _quotedAt = index;
            if (!await Requote(index, stop).ConfigureAwait(false)) _quotedAt = 0;
        }
    }

    // One batch: what stands is taken away and the ladder put up anew. What is refused or in doubt is put right by the next one, which starts from what the account feed says stands.
    private async ValueTask<bool> Requote(double index, CancellationToken stop)
    {
        List<BatchItem> items = [];
        Lots position = default;
        lock (_account.Gate)
        {
            if (_account.Seq < 0) return false;
            foreach (OrderInfo order in _account.Orders.Values)
            {
                if (order.Market.Id == market.Id) items.Add(BatchItem.Cancel(order.Order));
            }
            if (_account.Positions.TryGetValue(market.Name, out PositionInfo held)) position = held.Size;
        }
        if (items.Count > BatchMax / 2)
        {
            await _stream.Orders.CancelAll(new CancelFilter { Market = market }, stop).ConfigureAwait(false);
            items.Clear();
        }
        foreach (QuoteLadder.Quote quote in _ladder.Quotes(index, position, shift))
        {
            if (quote.Price.Value <= 0) continue;
            OrderTicket ticket = OrderTicket.Limit(market, quote.Side, quote.Qty, quote.Price);
            (ticket.Slide, ticket.CancelOnDisconnect) = (true, true);
            items.Add(BatchItem.Place(ticket));
        }
        return items.Count == 0 || (await _stream.Orders.Batch(items, stop).ConfigureAwait(false)).IsOk;
    }

    private const int BatchMax = 50;
}
