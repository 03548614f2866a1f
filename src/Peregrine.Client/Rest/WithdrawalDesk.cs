using System.Globalization;
using System.Text.Json;
using Peregrine.Client.Withdrawals;

namespace Peregrine.Client.Rest;

/// <summary>Money that leaves the venue, and the addresses it may go to.</summary>
public sealed class WithdrawalDesk
{
    private readonly RestLine _line;

    internal WithdrawalDesk(RestLine line) => _line = line;

    /// <summary>Debits the amount and queues its payment, in one step.</summary>
    /// <remarks><paramref name="amount"/>: A decimal of the asset. <paramref name="requestId"/>: The caller's name for it: sent again with it, it happens once.</remarks>
    public ValueTask<Reply<AskedWithdrawal>> Ask(string asset, string amount, PayoutAddress to, string requestId, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", "/withdrawals");
        exchange.Json.BeginObject().Name("asset"u8).Text(asset).Name("amount"u8).Text(amount).Name("addressId"u8).Id(to.Id).Name("requestId"u8).Text(requestId).EndObject();
        return _line.Send(exchange, AskedWithdrawal.Read, null, stop);
    }

    /// <summary>Those that have neither arrived nor come back.</summary>
    public ValueTask<Reply<IReadOnlyList<WithdrawalInfo>>> Open(long minSeq = 0, CancellationToken stop = default) =>
        _line.Send(_line.Rent("GET", "/withdrawals" + string.Create(CultureInfo.InvariantCulture, $"?minSeq={minSeq}")), static (ref Utf8JsonReader r, object? c) => Lists.Read(ref r, "withdrawals"u8, WithdrawalInfo.Read, c), null, stop);

    public ValueTask<Reply<IReadOnlyList<PayoutAddress>>> Addresses(CancellationToken stop = default) =>
        _line.Send(_line.Rent("GET", "/withdrawal-addresses"), static (ref Utf8JsonReader r, object? c) => Lists.Read(ref r, "addresses"u8, PayoutAddress.Read, c), null, stop);

    public ValueTask<Reply<PayoutAddress>> AddAddress(string address, string label, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", "/withdrawal-addresses");
        exchange.Json.BeginObject().Name("address"u8).Text(address).Name("label"u8).Text(label).EndObject();
        return _line.Send(exchange, PayoutAddress.Read, null, stop);
    }

    public ValueTask<Reply<bool>> RemoveAddress(PayoutAddress address, CancellationToken stop = default) =>
        _line.Send(_line.Rent("DELETE", "/withdrawal-addresses/" + address.Id.ToString(CultureInfo.InvariantCulture)), static (ref Utf8JsonReader _, object? _) => true, null, stop);
}
