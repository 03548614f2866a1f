using System.Buffers;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>What an order's fills come to.</summary>
/// <param name="Qty">Lots that were found.</param>
/// <param name="Value">What was paid or got for them.</param>
/// <param name="LastNs">When the last of them was; 0 without any.</param>
internal readonly record struct Executed(Lots Qty, Micros Value, long LastNs)
{
    private const int FillsMax = 512;

    /// <summary>From the account's latest fills.</summary>
    public static Executed Of(AccountViews views, int account, OrderId order, FapiMarket market)
    {
        FillFacts[] fills = ArrayPool<FillFacts>.Shared.Rent(FillsMax);
        Executed sum = default;
        foreach (ref readonly FillFacts fill in fills.AsSpan(0, views.ReadFills(account, fills.AsSpan(0, FillsMax))))
        {
            if (fill.Order == order) sum = sum.With(in fill, market);
        }
        ArrayPool<FillFacts>.Shared.Return(fills);
        return sum;
    }

    public Executed With(in FillFacts fill, FapiMarket market) => new(Qty + fill.Qty, Value + market.Value(fill.Price, fill.Qty), fill.TimeNs);
}
