using Peregrine.Core;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Streams;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>Of each second's liquidations in a market the largest, as the dialect has it.</summary>
internal sealed class ForceOrderStream : FapiStream
{
    private const int EveryMs = 1000, TradesMax = 512;
    private readonly FapiMarket[] _markets;
    private readonly long[] _numbers;
    private readonly PublicTrade[] _trades = new PublicTrade[TradesMax];
    private readonly Queue<(FapiMarket Market, PublicTrade Trade)> _waiting = new();
    private Pace _pace = new(EveryMs);

    public ForceOrderStream(string name, FapiStreamDesk desk, FapiMarket[] markets)
        : base(name, desk)
    {
        _markets = markets;
        _numbers = [.. markets.Select(m => Gateway.Trading.Views.TryRead(m.Id, out MarketFacts facts) ? facts.TradeCount : 0)];
    }

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Clock];

    public override bool IsDue(long nowMs) => _pace.IsDue(nowMs);

    protected override bool WriteData(JsonText json, long nowMs)
    {
        if (_waiting.Count == 0 && _pace.IsDue(nowMs)) Look(nowMs);
        if (!_waiting.TryDequeue(out (FapiMarket Market, PublicTrade Trade) next)) return false;
        (FapiMarket market, PublicTrade trade) = next;
        json.BeginObject().Name("e"u8).Plain("forceOrder"u8).Name("E"u8).Number(NowMs).Name("o"u8).BeginObject().Name("s"u8).Plain(market.Utf8);
        json.Name("S"u8).Plain(FapiWords.NameOf(trade.TakerSide)).Name("o"u8).Plain("LIMIT"u8).Name("f"u8).Plain("IOC"u8).Name("q"u8).Decimal(trade.Qty.Value, market.Lot);
        json.Name("p"u8).Decimal(trade.Price.Value, market.Tick).Name("ap"u8).Decimal(trade.Price.Value, market.Tick).Name("X"u8).Plain("FILLED"u8);
        json.Name("l"u8).Decimal(trade.Qty.Value, market.Lot).Name("z"u8).Decimal(trade.Qty.Value, market.Lot).Name("T"u8).Number(trade.TimeNs / 1_000_000).EndObject().EndObject();
        return true;
    }

    private void Look(long nowMs)
    {
        _pace.Done(nowMs);
        for (int i = 0; i < _markets.Length; i++)
        {
            PublicTrade largest = default;
            int count;
            while ((count = Gateway.Trading.Views.ReadTrades(_markets[i].Id, _numbers[i], _trades)) > 0)
            {
                _numbers[i] = _trades[count - 1].Number;
                foreach (PublicTrade trade in _trades.AsSpan(0, count))
                {
                    if (trade.Reason == FillReason.Liquidation && trade.Qty > largest.Qty) largest = trade;
                }
            }
            // More than the tape holds in a second: what is left of them is looked at.
            if (count < 0 && Gateway.Trading.Views.TryRead(_markets[i].Id, out MarketFacts facts)) _numbers[i] = facts.TradeCount;
            if (largest.Qty.Value > 0) _waiting.Enqueue((_markets[i], largest));
        }
    }
}
