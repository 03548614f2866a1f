using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native.Orders;

namespace Peregrine.Gateway.Fapi.Http;

/// <summary>One request of the dialect, over HTTP or a socket: its parameters, who asks, and the answer as it is written. Used again for the next.</summary>
internal sealed class FapiCall(FapiGateway dialect)
{
    public FapiGateway Dialect => dialect;

    public Gateway Gateway => dialect.Gateway;

    public FapiParams Params { get; } = new();

    public JsonText Answer { get; } = new();

    /// <summary>Room for the commands that the parameters become.</summary>
    public Command[] Commands { get; } = new Command[OrderCodec.CommandsMax];

    public FapiRoute? Route { get; set; }

    public Principal Who { get; set; }

    /// <summary>The name of the key that signed; listen keys belong to it.</summary>
    public string Key { get; set; } = "";

    public IPAddress Address { get; private set; } = IPAddress.None;

    public FapiSymbols Symbols { get; private set; } = null!;

    public FapiError? Error => _error ?? Params.Error;

    /// <summary>Orders that this request counted for, so that its answer tells the windows.</summary>
    public int OrdersCharged { get; set; }

    private FapiError? _error;

    public void Begin(IPAddress address)
    {
        (Address, Symbols, Who, Key, Route, OrdersCharged, _error) = (address, dialect.Symbols, default, "", null, 0, null);
        Params.Clear();
        Answer.Clear();
    }

    public void Refuse(FapiError error) => _error ??= error;

    public long NowMs => Gateway.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The market that <c>symbol</c> names; none, and refused, when there is none.</summary>
    public FapiMarket? Market() => Market("symbol"u8);

    public FapiMarket? Market(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> symbol = Params.Needed(name);
        if (symbol.IsEmpty) return null;
        FapiMarket? market = Symbols.Find(symbol);
        if (market is null) Refuse(FapiError.BadSymbol);
        return market;
    }

    /// <summary>The market when one was named; false, and refused, when it does not exist.</summary>
    public bool TryMarket(out FapiMarket? market)
    {
        market = Params.Has("symbol"u8) ? Market() : null;
        return Error is null;
    }

    /// <summary>Hands commands over as one group, and remembers how far its sender has come: what he asks next shows at least that.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CommandReceipt> Send(Command[] commands, int count = 1)
    {
        CommandReceipt receipt = await Gateway.Port.Submit(commands.AsSpan(0, count));
        dialect.Reached(Who.Account, receipt.Seq);
        return receipt;
    }

    /// <summary>Hands the first command over; nothing, and refused, when it is not done.</summary>
    public async ValueTask<CommandReceipt?> Submit()
    {
        if (Error is not null) return null;
        CommandReceipt receipt = await Send(Commands);
        if (receipt.Code == RejectCode.None) return receipt;
        Refuse(FapiRejects.Of(in receipt));
        return null;
    }

    /// <summary>Waits for the folds to know a command; false, and refused, when they do not in time.</summary>
    public async ValueTask<bool> CaughtUp(long seq)
    {
        if (await Gateway.HasFolded(seq)) return true;
        // It was done: only what became of it is not known yet.
        Refuse(FapiError.Unknown);
        return false;
    }

    /// <summary>Answers that it was done, in the dialect's words.</summary>
    public void Done(string message = "success") => Answer.BeginObject().Name("code"u8).Number(200).Name("msg"u8).String(message).EndObject();

    public void WriteError()
    {
        Answer.Clear();
        Write(Answer, Error!);
    }

    public static void Write(JsonText json, FapiError error) =>
        json.BeginObject().Name("code"u8).Number(error.Code).Name("msg"u8).String(Encoding.UTF8.GetBytes(error.Message)).EndObject();
}
