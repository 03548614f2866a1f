using System.Text.Json;
using Peregrine.Client.Json;

namespace Peregrine.Client.Rest;

/// <summary>The second factor of the person who is signed in: an authenticator app, and recovery codes for the day on which it is lost.</summary>
public sealed class SecondFactorDesk
{
    private readonly RestLine _line;

    internal SecondFactorDesk(RestLine line) => _line = line;

    public ValueTask<Reply<SecondFactorInfo>> Standing(CancellationToken stop = default) => _line.Send(_line.Rent("GET", "/auth/second-factor"), SecondFactorInfo.Read, null, stop);

    /// <summary>A secret for an app. It counts for nothing until <see cref="Confirm"/> has seen a code of it.</summary>
    /// <remarks><paramref name="password"/>: The person's; null of whoever has none.</remarks>
    public ValueTask<Reply<FactorSecret>> SetUp(string? password, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", "/auth/second-factor");
        JsonOut json = exchange.Json.BeginObject();
        if (password is not null) json.Name("password"u8).Text(password);
        json.EndObject();
        return _line.Send(exchange, FactorSecret.Read, null, stop);
    }

    /// <summary>Turns it on; or begins its wait, of whoever comes by a provider that does not say when he signed in there.</summary>
    public ValueTask<Reply<FactorConfirmed>> Confirm(string code, CancellationToken stop = default) => _line.Send(WithCode(_line.Rent("POST", "/auth/second-factor/confirm"), code), FactorConfirmed.Read, null, stop);

    /// <summary>Stops an app that waits to be turned on; every other session ends.</summary>
    public ValueTask<Reply<bool>> Stop(CancellationToken stop = default) => _line.Send(_line.Rent("POST", "/auth/second-factor/stop"), Yes, null, stop);

    /// <summary>Stops that the venue takes off what it was told is lost.</summary>
    public ValueTask<Reply<bool>> Keep(CancellationToken stop = default) => _line.Send(_line.Rent("POST", "/auth/second-factor/keep"), Yes, null, stop);

    /// <summary>New recovery codes; the old ones open nothing any more.</summary>
    public ValueTask<Reply<IReadOnlyList<string>>> RenewRecoveryCodes(string code, CancellationToken stop = default) =>
        _line.Send<IReadOnlyList<string>>(WithCode(_line.Rent("POST", "/auth/second-factor/recovery-codes"), code), ReadCodes, null, stop);

    public ValueTask<Reply<bool>> TurnOff(string code, CancellationToken stop = default) => _line.Send(WithCode(_line.Rent("POST", "/auth/second-factor/off"), code), Yes, null, stop);

    /// <summary>Shows it again: for some minutes this session may do what was refused with SECOND_FACTOR_NEEDED.</summary>
    public ValueTask<Reply<bool>> StepUp(string code, CancellationToken stop = default) => _line.Send(WithCode(_line.Rent("POST", "/auth/step-up"), code), Yes, null, stop);

    /// <summary>Shows the password again: for some minutes this session may do what was refused with FRESH_SIGN_IN_NEEDED.</summary>
    public ValueTask<Reply<bool>> ShowPassword(string password, CancellationToken stop = default)
    {
        Exchange exchange = _line.Rent("POST", "/auth/fresh-sign-in/password");
        exchange.Json.BeginObject().Name("password"u8).Text(password).EndObject();
        return _line.Send(exchange, Yes, null, stop);
    }

    private static Exchange WithCode(Exchange exchange, string code)
    {
        exchange.Json.BeginObject().Name("code"u8).Text(code).EndObject();
        return exchange;
    }

    private static bool Yes(ref Utf8JsonReader reader, object? context) => true;

    private static IReadOnlyList<string> ReadCodes(ref Utf8JsonReader reader, object? context) => FactorConfirmed.Read(ref reader, context).RecoveryCodes;
}
