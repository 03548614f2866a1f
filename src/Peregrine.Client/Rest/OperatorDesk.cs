using Peregrine.Client.Json;
using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Client.Rest;

/// <summary>What operators do; it wants the session of one.</summary>
public sealed class OperatorDesk
{
    private readonly RestLine _line;

    internal OperatorDesk(RestLine line) => _line = line;

    /// <summary>A market's index and mark by hand.</summary>
    public ValueTask<Reply<Done>> SetPrices(MarketTerms market, Subticks index, Subticks mark, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", "/admin/prices/" + market.Name);
        Grid grid = market.Tick.Thousandth;
        exchange.Json.BeginObject().Name("index"u8).Decimal(index.Value, grid).Name("mark"u8).Decimal(mark.Value, grid).EndObject();
        return _line.Send(exchange, AccountDesk.ReadDone, null, stop);
    }
}
