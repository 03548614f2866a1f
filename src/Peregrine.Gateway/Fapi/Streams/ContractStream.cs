using Peregrine.Gateway.Fapi.Accounts;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Streams;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>Markets that are listed, that change their state, and whose margin tiers change; those are told with the tiers.</summary>
internal sealed class ContractStream(string name, FapiStreamDesk desk) : FapiStream(name, desk)
{
    private readonly Queue<(FapiMarket Market, bool HasNewTiers)> _waiting = new();
    private FapiSymbols _told = desk.Gateway.Fapi.Symbols;

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Clock];

    public override bool IsDue(long nowMs) => _told != Gateway.Fapi.Symbols;

    protected override bool WriteData(JsonText json, long nowMs)
    {
        if (_waiting.Count == 0 && Gateway.Fapi.Symbols is var symbols && symbols != _told) Compare(symbols);
        if (!_waiting.TryDequeue(out (FapiMarket Market, bool HasNewTiers) next)) return false;
        Write(json, next.Market, next.HasNewTiers);
        return true;
    }

    private void Compare(FapiSymbols symbols)
    {
        foreach (FapiMarket market in symbols.All)
        {
            FapiMarket? before = _told.Find(market.Id);
            // A tier is told with the leverage that it allows, which the market's maximum bounds.
            bool hasNewTiers = before is null || before.Terms.Terms.LeverageMax != market.Terms.Terms.LeverageMax
                || !before.Terms.Tiers.AsSpan().SequenceEqual(market.Terms.Tiers.AsSpan());
            if (hasNewTiers || before!.Terms.State != market.Terms.State) _waiting.Enqueue((market, hasNewTiers));
        }
        _told = symbols;
    }

    private void Write(JsonText json, FapiMarket market, bool withTiers)
    {
        json.BeginObject().Name("e"u8).Plain("contractInfo"u8).Name("E"u8).Number(NowMs).Name("s"u8).Plain(market.Utf8).Name("ps"u8).Plain(market.Utf8);
        json.Name("ct"u8).Plain("PERPETUAL"u8).Name("dt"u8).Number(ExchangeInfo.PerpetualMs).Name("ot"u8).Number(0).Name("cs"u8).Plain(FapiWords.StatusOf(market.Terms.State));
        if (withTiers) Brackets.WriteShort(json.Name("bks"u8), market);
        json.EndObject();
    }
}
