using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Fapi.Rates;
using Peregrine.Gateway.Fapi.Streams;
using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Fapi;

/// <summary>The second face of the venue: the dialect that most trading software speaks. The same accounts, keys, folds and commands as the native API behind it.</summary>
internal sealed class FapiGateway
{
    private readonly ConcurrentBag<FapiCall> _calls = [];
    private readonly ConcurrentDictionary<int, long> _reached = new();
    private readonly RequestLog _log;
    private FapiSymbols _symbols = new(VenueTerms.Empty);

    public FapiGateway(Gateway gateway, RequestLog log)
    {
        (Gateway, _log) = (gateway, log);
        Usage = new UsageBook(gateway.Options.Fapi, gateway.Time);
        Signer = new FapiSigner(gateway.People, gateway.Authenticator, gateway.Time);
        ListenKeys = new ListenKeys(gateway);
        Sockets = new FapiSockets(this);
    }

    public Gateway Gateway { get; }

    public UsageBook Usage { get; }

    public FapiSigner Signer { get; }

    public ListenKeys ListenKeys { get; }

    public FapiSockets Sockets { get; }

    /// <summary>The markets as the venue's terms have them now.</summary>
    public FapiSymbols Symbols
    {
        get
        {
            VenueTerms terms = Gateway.Terms;
            FapiSymbols symbols = Volatile.Read(ref _symbols);
            if (ReferenceEquals(symbols.Terms, terms)) return symbols;
            symbols = new FapiSymbols(terms);
            Volatile.Write(ref _symbols, symbols);
            return symbols;
        }
    }

    public FapiCall Rent(IPAddress address)
    {
        if (!_calls.TryTake(out FapiCall? call)) call = new FapiCall(this);
        call.Begin(address);
        return call;
    }

    public void Return(FapiCall call) => _calls.Add(call);

    /// <summary>Writes down what went wrong here with a request over a socket.</summary>
    public void LogFailure(FapiCall call, string method, Exception failure) =>
        _log.Add("", method, FapiError.Internal.Status, null, System.Diagnostics.Stopwatch.GetTimestamp(), call.Who, call.Address, failure);

    /// <summary>Charges, checks and answers a request whose parameters were read and whose sender is known where the route wants one.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask Run(FapiCall call, FapiRoute route)
    {
        if (call.Error is not null) return;
        if (route.Security != FapiSecurity.Open && (call.Who.Actions & route.Needs) == 0)
        {
            call.Refuse(FapiError.BadKey);
            return;
        }
        // Orders and cancels go on when only what is shown stands still.
        bool isQuestion = route.Needs is AllowedActions.None or AllowedActions.Read;
        if (isQuestion && Gateway.Broken(FoldSet.All) is { } broken)
        {
            call.Refuse(FapiError.Overloaded(broken.RetryAfterMs));
            return;
        }
        // Who was told of a command reads at least that, and changes what he placed.
        bool looks = route.Security == FapiSecurity.Signed && (isQuestion || route.Method == "PUT" || (route.Orders == 0 && !route.IsExit));
        if (looks && !await Gateway.HasFolded(ReachedBy(call.Who.Account)))
        {
            call.Refuse(FapiError.Overloaded(1000));
            return;
        }
        if (route.Orders > 0 && !TryCountOrders(call, route.Orders)) return;
        await route.Handle(call);
    }

    /// <summary>An account's command had this place; 0 for one that has none.</summary>
    public void Reached(int account, long seq)
    {
        if (seq > ReachedBy(account)) _reached[account] = seq;
    }

    public long ReachedBy(int account) => _reached.GetValueOrDefault(account);

    /// <summary>Counts new orders; false, and refused, when there were too many.</summary>
    public bool TryCountOrders(FapiCall call, int count)
    {
        call.OrdersCharged = count;
        if (Usage.ChargeOrders(call.Who.Account, count) is not { } tooMany) return true;
        call.Refuse(tooMany);
        return false;
    }
}
