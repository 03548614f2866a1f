using System.Globalization;
using System.Text.Json;
using Peregrine.Client.Accounts;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;
using Peregrine.Client.Orders;
using Peregrine.Core;

namespace Peregrine.Client.Rest;

/// <summary>What an account has. Every question takes the seq of a command that its answer must have seen.</summary>
public sealed class AccountDesk
{
    private readonly RestLine _line;

    internal AccountDesk(RestLine line) => _line = line;

    public ValueTask<Reply<AccountStanding>> Standing(long minSeq = 0, CancellationToken stop = default) => _line.Send(Get("/account", minSeq), AccountStanding.Read, null, stop);

    public ValueTask<Reply<IReadOnlyList<BalanceInfo>>> Balances(long minSeq = 0, CancellationToken stop = default) =>
        _line.Send(Get("/balances", minSeq), static (ref Utf8JsonReader r, object? c) => Lists.Read(ref r, "balances"u8, BalanceInfo.Read, c), null, stop);

    public ValueTask<Reply<IReadOnlyList<PositionInfo>>> Positions(MarketBoard markets, long minSeq = 0, CancellationToken stop = default) =>
        _line.Send(Get("/positions", minSeq), static (ref Utf8JsonReader r, object? m) => Lists.Read(ref r, "positions"u8, PositionInfo.Read, m), markets, stop);

    /// <summary>Orders that have not ended, the newest first.</summary>
    public ValueTask<Reply<IReadOnlyList<OrderInfo>>> Orders(MarketBoard markets, long minSeq = 0, CancellationToken stop = default) =>
        _line.Send(Get("/orders", minSeq), static (ref Utf8JsonReader r, object? m) => Lists.Read(ref r, "orders"u8, OrderInfo.Read, m), markets, stop);

    /// <summary>One order, also after its end while it is remembered. This is how a doubt is resolved.</summary>
    public ValueTask<Reply<OrderInfo>> Order(OrderName name, MarketBoard markets, long minSeq = 0, CancellationToken stop = default) =>
        _line.Send(Get("/orders/" + name.InPath, minSeq), OrderInfo.Read, markets, stop);

    /// <summary>Recent fills, the newest first.</summary>
    public ValueTask<Reply<IReadOnlyList<FillInfo>>> Fills(MarketBoard markets, long minSeq = 0, CancellationToken stop = default) =>
        _line.Send(Get("/fills", minSeq), static (ref Utf8JsonReader r, object? m) => Lists.Read(ref r, "fills"u8, FillInfo.Read, m), markets, stop);

    /// <remarks><paramref name="requestId"/>: The caller's name for it: sent again with it, it happens once.</remarks>
    public ValueTask<Reply<Done>> DepositPaper(Micros amount, string requestId, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", "/deposits/paper");
        exchange.Json.BeginObject().Name("amount"u8).Decimal(amount.Value, Grid.Micros).Name("requestId"u8).Text(requestId).EndObject();
        return _line.Send(exchange, ReadDone, null, stop);
    }

    /// <remarks><paramref name="amount"/>: Of the settle asset. <paramref name="requestId"/>: The caller's name for it: sent again with it, it happens once.</remarks>
    public ValueTask<Reply<Done>> Transfer(int toAccount, string asset, Micros amount, string requestId, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", "/transfers");
        exchange.Json.BeginObject().Name("toAccount"u8).Id(toAccount).Name("asset"u8).Text(asset).Name("amount"u8).Decimal(amount.Value, Grid.Micros);
        exchange.Json.Name("requestId"u8).Text(requestId).EndObject();
        return _line.Send(exchange, ReadDone, null, stop);
    }

    /// <summary>How much of an asset could leave now, and what stands in the way of more.</summary>
    public ValueTask<Reply<Withdrawable>> Withdrawable(string asset, long minSeq = 0, CancellationToken stop = default) =>
        _line.Send(_line.Rent("GET", string.Create(CultureInfo.InvariantCulture, $"/account/withdrawable?asset={Uri.EscapeDataString(asset)}&minSeq={minSeq}")), Accounts.Withdrawable.Read, null, stop);

    /// <summary>The largest orders that could be placed now.</summary>
    public ValueTask<Reply<OrderRoom>> Room(MarketTerms market, bool reduceOnly = false, long minSeq = 0, CancellationToken stop = default) =>
        _line.Send(_line.Rent("GET", string.Create(CultureInfo.InvariantCulture, $"/positions/{market.Name}/room?reduceOnly={(reduceOnly ? "true" : "false")}&minSeq={minSeq}")), OrderRoom.Read, market, stop);

    /// <summary>The account's own limits.</summary>
    public ValueTask<Reply<LimitStanding>> Limits(long minSeq = 0, CancellationToken stop = default) => _line.Send(Get("/limits", minSeq), LimitStanding.Read, null, stop);

    /// <summary>Tighter ones hold at once, looser ones wait.</summary>
    public ValueTask<Reply<Done>> SetLimits(OwnLimits limits, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("PUT", "/limits");
        limits.Write(exchange.Json);
        return _line.Send(exchange, ReadDone, null, stop);
    }

    /// <summary>What the account's trades cost, and what is missing for less.</summary>
    public ValueTask<Reply<OwnFeeTier>> FeeTier(long minSeq = 0, CancellationToken stop = default) => _line.Send(Get("/fee-tier", minSeq), OwnFeeTier.Read, null, stop);

    /// <summary>Who brought this account: once, for all time.</summary>
    public ValueTask<Reply<Done>> SetReferrer(int account, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("PUT", "/referrer");
        exchange.Json.BeginObject().Name("referrer"u8).Id(account).EndObject();
        return _line.Send(exchange, ReadDone, null, stop);
    }

    /// <summary>The most that a front end may charge on this account's trades, in billionths of the notional; 0 takes it back.</summary>
    public ValueTask<Reply<Done>> AllowBuilder(int account, long maxFeePpb, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", "/builders");
        exchange.Json.BeginObject().Name("builder"u8).Id(account).Name("maxFee"u8).Decimal(maxFeePpb, Grid.Ppb).EndObject();
        return _line.Send(exchange, ReadDone, null, stop);
    }

    internal static Done ReadDone(ref Utf8JsonReader reader, object? context)
    {
        OrderReceipt receipt = OrderReceipt.Read(ref reader, null);
        return new Done(receipt.Seq, receipt.TimeNs, receipt.IsDuplicate);
    }

    private Exchange Get(string path, long minSeq) => _line.Rent("GET", minSeq == 0 ? path : string.Create(CultureInfo.InvariantCulture, $"{path}?minSeq={minSeq}"));
}
