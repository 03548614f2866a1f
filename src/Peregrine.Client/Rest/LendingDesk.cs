using System.Globalization;
using Peregrine.Client.Json;
using Peregrine.Client.Lending;
using Peregrine.Core;

namespace Peregrine.Client.Rest;

/// <summary>Lends settle money to the venue's borrowers, and borrows against collateral.</summary>
public sealed class LendingDesk
{
    private readonly RestLine _line;

    internal LendingDesk(RestLine line) => _line = line;

    public ValueTask<Reply<Vault>> Vault(CancellationToken stop = default) => _line.Send(_line.Rent("GET", "/lending"), Lending.Vault.Read, null, stop, isPublic: true);

    public ValueTask<Reply<OwnLending>> Mine(long minSeq = 0, CancellationToken stop = default) =>
        _line.Send(_line.Rent("GET", "/lending/mine" + string.Create(CultureInfo.InvariantCulture, $"?minSeq={minSeq}")), OwnLending.Read, null, stop);

    /// <remarks><paramref name="requestId"/>: The caller's name for it: sent again with it, it happens once.</remarks>
    public ValueTask<Reply<Done>> Deposit(Micros amount, string requestId, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", "/lending/deposits");
        exchange.Json.BeginObject().Name("amount"u8).Decimal(amount.Value, Grid.Micros).Name("requestId"u8).Text(requestId).EndObject();
        return _line.Send(exchange, AccountDesk.ReadDone, null, stop);
    }

    /// <summary>Gives shares back for what they are worth, as far as it is not lent out.</summary>
    public ValueTask<Reply<Done>> Redeem(long shares, string requestId, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", "/lending/redemptions");
        exchange.Json.BeginObject().Name("shares"u8).Id(shares).Name("requestId"u8).Text(requestId).EndObject();
        return _line.Send(exchange, AccountDesk.ReadDone, null, stop);
    }

    /// <summary>Whether settle money may leave the account against its collateral.</summary>
    public ValueTask<Reply<Done>> LetBorrow(bool on, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("PUT", "/lending/borrowing");
        exchange.Json.BeginObject().Name("on"u8).Flag(on).EndObject();
        return _line.Send(exchange, AccountDesk.ReadDone, null, stop);
    }
}
