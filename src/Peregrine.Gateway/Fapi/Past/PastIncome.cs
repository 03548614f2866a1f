using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.History;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Past;

/// <summary>A movement of money under the dialect's name for it. A fill is two: what it realised, and its fees.</summary>
internal readonly record struct PastIncome(string Type, long Amount, ushort Market, ushort Asset, long Seq, int Index, long TimeMs, long TradeId)
{
    private const ushort SettleAsset = 1;

    // Fills come from their own table, with profit and fees apart; between cash and pots nothing comes or goes.
    private static readonly int[] LedgerKinds = [.. Enum.GetValues<LedgerKind>().Where(static k => k is not (LedgerKind.Fill or LedgerKind.Margin)).Select(static k => (int)k)];

    public static async ValueTask<List<PastIncome>> List(FapiCall call, FapiMarket? market, PastWindow window, string type)
    {
        List<PastIncome> all = [];
        if (type is "" or "REALIZED_PNL" or "COMMISSION")
        {
            // Each is one row or two of what is asked for.
            foreach (PastFill fill in await PastFill.List(call, market?.Id, window, f => type == "REALIZED_PNL" ? f.Realised.Value != 0 : type != "COMMISSION" || f.Fees.Value != 0))
            {
                if (fill.Realised.Value != 0) all.Add(Of(fill, "REALIZED_PNL", fill.Realised.Value));
                if (fill.Fees.Value != 0) all.Add(Of(fill, "COMMISSION", -fill.Fees.Value));
            }
        }
        if (type is not ("REALIZED_PNL" or "COMMISSION")) await AddLedger(call, market, window, type, all);
        all.RemoveAll(i => type.Length > 0 && i.Type != type);
        // A fill is two rows of one place, which pages must find in one order.
        all.Sort(static (a, b) => (a.Seq, a.Index) == (b.Seq, b.Index) ? string.CompareOrdinal(a.Type, b.Type) : (a.Seq, a.Index).CompareTo((b.Seq, b.Index)));
        if (all.Count > window.Limit) all.RemoveRange(window.IsFromStart ? window.Limit : 0, all.Count - window.Limit);
        return all;
    }

    public void Write(JsonText json, FapiSymbols symbols)
    {
        json.BeginObject().Name("symbol"u8).String(symbols.Find(Market)?.Symbol ?? "").Name("incomeType"u8).String(Type);
        json.Name("income"u8).Decimal(Amount, symbols.Terms.FindAsset(Asset)?.Scale ?? Scale.Micros).Name("asset"u8).String(symbols.Terms.FindAsset(Asset)?.Name ?? "");
        json.Name("info"u8).String(Type).Name("time"u8).Number(TimeMs).Name("tranId"u8).Id(TradeIds.Of(Seq, Index)).Name("tradeId"u8);
        if (TradeId == 0) json.Plain(""u8);
        else json.Id(TradeId);
        json.EndObject();
    }

    private static PastIncome Of(PastFill fill, string type, long amount) => new(type, amount, fill.Market, SettleAsset, fill.Seq, fill.Index, fill.TimeMs, fill.Id);

    private static async ValueTask AddLedger(FapiCall call, FapiMarket? market, PastWindow window, string type, List<PastIncome> all)
    {
        int[] kinds = type.Length == 0 ? LedgerKinds : [.. LedgerKinds.Where(k => NameOf((LedgerKind)k) == type)];
        // No kind in a question means all of them.
        if (kinds.Length == 0) return;
        HistoryPage page = await PastRows.Read(call, window.Query(HistoryTable.Ledger) with { Account = call.Who.Account, Market = market?.Id, Kinds = kinds });
        var rows = new PastRows(page.Columns);
        foreach (object?[] row in page.Rows)
        {
            all.Add(new(
                NameOf((LedgerKind)rows.Number(row, "kind")), rows.Number(row, "change") + rows.Number(row, "pot_change"), (ushort)rows.Number(row, "market"),
                (ushort)rows.Number(row, "asset"), rows.Number(row, "seq"), (int)rows.Number(row, "idx"), rows.Number(row, "time_ns") / 1_000_000, 0));
        }
    }

    // The dialect has no word for lending and settlement: they are transfers inside the venue.
    private static string NameOf(LedgerKind kind) => kind switch
    {
        LedgerKind.Deposit or LedgerKind.Withdrawal or LedgerKind.Refund or LedgerKind.TransferIn or LedgerKind.TransferOut => "TRANSFER",
        LedgerKind.Referral => "REFERRAL_KICKBACK",
        LedgerKind.Builder => "COMMISSION_REBATE",
        LedgerKind.Conversion => "AUTO_EXCHANGE",
        LedgerKind.Funding => "FUNDING_FEE",
        LedgerKind.Insurance or LedgerKind.BadDebt => "INSURANCE_CLEAR",
        _ => "INTERNAL_TRANSFER",
    };
}
