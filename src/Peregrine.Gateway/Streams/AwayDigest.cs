using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Streams;

/// <summary>What happened to an account while its socket was away, counted before the steps are told one by one.</summary>
internal struct AwayDigest
{
    public long LastSeq;
    public long LastNs;
    public long FirstNs;
    public int Fills;
    public int Orders;
    public int Fundings;
    public Micros FundingPaid;
    public int Warnings;
    public int Liquidations;
    public int Deleveragings;

    public readonly bool IsEmpty => LastSeq == 0;

    public void Add(ref PrivateReader message)
    {
        LastSeq = message.Header.Seq;
        LastNs = message.Header.TimeNs;
        if (FirstNs == 0) FirstNs = LastNs;
        if (message.Header.Channel == PrivateChannel.Fills) Fills++;
        if (message.Header.Channel == PrivateChannel.Orders) Orders++;
        if (message.Header.Channel != PrivateChannel.Notifications) return;
        switch (message.Header.Kind)
        {
            case EventKind.FundingPaid:
                Fundings++;
                FundingPaid += message.As<FundingPaid>().Amount;
                break;
            case EventKind.MarginWarning:
                Warnings++;
                break;
            case EventKind.LiquidationStarted:
                Liquidations++;
                break;
            case EventKind.AdlApplied:
                Deleveragings++;
                break;
            default:
                break;
        }
    }

    public readonly void Write(JsonText json, int account, long from)
    {
        json.BeginObject().Name("ch"u8).Plain("account"u8).Name("account"u8).Id(account).Name("type"u8).Plain("away"u8).Name("from"u8).Number(from).Name("to"u8).Number(LastSeq);
        json.Name("since"u8).Number(FirstNs / 1_000_000).Name("until"u8).Number(LastNs / 1_000_000).Name("fills"u8).Number(Fills).Name("orders"u8).Number(Orders);
        json.Name("fundings"u8).Number(Fundings).Name("fundingPaid"u8).Decimal(FundingPaid.Value, Scale.Micros).Name("warnings"u8).Number(Warnings);
        json.Name("liquidations"u8).Number(Liquidations).Name("deleveragings"u8).Number(Deleveragings).EndObject();
    }
}
