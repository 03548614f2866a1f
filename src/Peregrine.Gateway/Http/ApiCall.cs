using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Http;
using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.Gateway.Native.Orders;
using Peregrine.Gateway.Rates;
using Peregrine.Identity;

namespace Peregrine.Gateway.Http;

/// <summary>One request on its way: what came, who asks, and the answer as it is written. Used again for the next.</summary>
internal sealed class ApiCall(Gateway gateway)
{
    private readonly byte[] _requestId = new byte[RequestIds.Length];
    private readonly RequestBody _body = new();
    private byte[] _query = new byte[256];
    private int _queryLength;
    private long _minSeq;
    private bool _isSinceRead;
    private Range _first;
    private Range _second;

    public Gateway Gateway => gateway;

    public HttpContext Http { get; private set; } = null!;

    public Route? Route { get; set; }

    public Principal Who { get; set; }

    /// <summary>Whose account acts, also when a key of his asks.</summary>
    public PersonId Owner => Who.IsSession ? Who.Person : gateway.People.Accounts.OwnerOf(Who.Account);

    public Signer Signer => new(Who.Account, Who.Key, 0);

    public JsonText Answer { get; } = new();

    /// <summary>Room for the commands that the body becomes.</summary>
    public Command[] Commands { get; } = new Command[OrderCodec.CommandsMax];

    public int Status { get; set; }

    /// <summary>The answer is lines of text.</summary>
    public bool IsCsv { get; set; }

    /// <summary>Who asks takes lines of text and said so before he said JSON.</summary>
    public bool WantsCsv
    {
        get
        {
            string accept = Http.Request.Headers.Accept.ToString();
            int csv = accept.IndexOf("text/csv", StringComparison.OrdinalIgnoreCase), json = accept.IndexOf("application/json", StringComparison.OrdinalIgnoreCase);
            return csv >= 0 && (json < 0 || csv < json);
        }
    }

    public Problem? Problem { get; private set; }

    /// <summary>What the last bucket said, for the headers.</summary>
    public Charge Charge { get; private set; }

    public string RequestId { get; private set; } = "";

    public ReadOnlySpan<byte> RequestIdUtf8 => _requestId;

    /// <summary>The body's bytes as they came.</summary>
    public ReadOnlySpan<byte> Sent => _body.Bytes;

    /// <summary>The body as codecs read it: where every field may be left out, so may the braces.</summary>
    public ReadOnlySpan<byte> Payload => _body.Length == 0 && Route?.Body is { Required: 0 } ? "{}"u8 : Sent;

    public long StartedAt { get; private set; }

    public ReadOnlySpan<char> First => Http.Request.Path.Value.AsSpan()[_first];

    public ReadOnlySpan<char> Second => Http.Request.Path.Value.AsSpan()[_second];

    public void Begin(HttpContext http, string requestId, long startedAt)
    {
        (Http, RequestId, StartedAt, Status, Problem, Route) = (http, requestId, startedAt, 200, null, null);
        (Who, Charge, _queryLength) = (default, default, 0);
        _body.Clear();
        (_minSeq, _isSinceRead, IsCsv) = (0, false, false);
        Encoding.ASCII.GetBytes(requestId, _requestId);
        Answer.Clear();
    }

    public void Found(Route route, Range first, Range second) => (Route, _first, _second, Status) = (route, first, second, route.Status);

    public void Refuse(Problem problem) => Problem ??= problem;

    /// <summary>The market of that name; none, and refused, when there is none.</summary>
    public MarketTerms? Market(ReadOnlySpan<char> name)
    {
        Span<byte> bytes = stackalloc byte[Symbol.Size];
        MarketTerms? market = Encoding.ASCII.TryGetBytes(name, bytes, out int length) ? gateway.Terms.Find(bytes[..length]) : null;
        if (market is null) Refuse(Problem.Of(RejectCode.UnknownMarket) with { Field = "market" });
        return market;
    }

    /// <summary>From where the request came, as Identity writes it down.</summary>
    public Caller Caller() => new(Address, Http.Request.Headers.UserAgent.ToString());

    /// <summary>Takes from the account's bucket of a class, and says so when it is empty.</summary>
    public bool TryCharge(LimitClass limitClass, int tokens = 1) => Charged(gateway.Limiter.Of(Who, limitClass, tokens), limitClass);

    public bool TryChargeAddress(LimitClass limitClass, int tokens = 1) => Charged(gateway.Limiter.Address(Address, limitClass, tokens), limitClass);

    public System.Net.IPAddress Address => Http.Connection.RemoteIpAddress ?? System.Net.IPAddress.None;

    /// <summary>Takes what a body of its own class costs, for routes that know it only now: exits were paid for when the request came.</summary>
    public bool TryChargeBody(LimitClass limitClass, int tokens = 1) => Charged(gateway.Limiter.Body(Who, Address, LimitClass.Exits, limitClass, tokens), limitClass);

    /// <summary>False, and refused, when who asks may do none of <paramref name="actions"/>.</summary>
    public bool Allows(AllowedActions actions)
    {
        if ((Who.Actions & actions) != 0) return true;
        Refuse(Problem.Of(RejectCode.NotPermitted));
        return false;
    }

    /// <summary>Asks the engine's formulas about a state that has what the asker knows; nothing, and refused, when there is no answer.</summary>
    public async ValueTask<Answer<TAnswer>?> Ask<TQuestion, TAnswer>(TQuestion question)
        where TQuestion : struct
        where TAnswer : struct
    {
        if (!_isSinceRead && Route!.Query is FactsQuery) ReadSince();
        if (Problem is not null) return null;
        // Whatever somebody was told of his own account is in the state that answers him.
        long minSeq = Who.Account == 0 ? _minSeq : Math.Max(_minSeq, gateway.Venue.Face.Seq);
        Answer<TAnswer> answer = await gateway.Venue.Questions.Ask<TQuestion, TAnswer>(question, minSeq, Http.RequestAborted);
        if (answer.Code == RejectCode.None) return answer;
        Refuse(Problem.Of(answer.Code));
        return null;
    }

    /// <summary>Hands the first command over, or so many as one group; nothing, and refused, when it is not done.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CommandReceipt?> Submit(int count = 1)
    {
        CommandReceipt receipt = await gateway.Port.Submit(Commands.AsSpan(0, count));
        if (receipt.Code == RejectCode.None) return receipt;
        Refuse(Problem.Of(in receipt));
        return null;
    }

    /// <summary>Hands the first command over unless it could not be read, and answers that it was done.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask Do(Problem? problem)
    {
        if (problem is not null) Refuse(problem);
        else if (await Submit() is { } receipt) OrderAnswer.WriteDone(Answer, in receipt);
    }

    /// <summary>The query as fields of the route's shape.</summary>
    public Body Query(Span<Slot> slots)
    {
        string text = Http.Request.QueryString.Value ?? "";
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_query.Length < most) _query = new byte[most];
        _queryLength = text.Length < 2 ? 0 : Encoding.UTF8.GetBytes(text.AsSpan(1), _query);
        return Body.FromQuery(_query.AsSpan(0, _queryLength), Route!.Query, slots);
    }

    /// <summary>Takes from a query how new the facts must be, and what is wrong with it.</summary>
    public void Since(ref Body query)
    {
        _minSeq = query.Whole(((FactsQuery)Route!.Query).MinSeq);
        _isSinceRead = true;
        if (query.Problem is { } problem) Refuse(problem);
    }

    /// <summary>Waits a moment for the folds to know what the asker knows; false, and refused, when they do not, or the query is wrong.</summary>
    public async ValueTask<bool> CaughtUp()
    {
        if (!_isSinceRead) ReadSince();
        if (Problem is not null) return false;
        if (await gateway.HasFolded(_minSeq)) return true;
        Refuse(Problem.Of(RejectCode.Lagging));
        return false;
    }

    /// <summary>Waits a moment for history to have stored what the asker knows; false, and refused, when it has not, or the query is wrong.</summary>
    public async ValueTask<bool> Stored()
    {
        if (Problem is not null) return false;
        if (await gateway.Venue.History.HasStored(_minSeq)) return true;
        Refuse(Problem.Of(RejectCode.Lagging));
        return false;
    }

    private void ReadSince()
    {
        Body query = Query(stackalloc Slot[BodyShape.FieldsMax]);
        Since(ref query);
    }

    /// <summary>Takes the whole body; false, and refused, when it is too large.</summary>
    public async ValueTask<bool> ReadBody()
    {
        if (await _body.Read(Http.Request.BodyReader)) return true;
        Refuse(new Problem(ApiCode.TooLarge, "The body is too large.") { Expected = $"at most {Gateway.BodyMax} bytes" });
        return false;
    }

    private bool Charged(Charge charge, LimitClass limitClass)
    {
        Charge = charge;
        if (charge.IsPaid) return true;
        Refuse(Problem.Of(in charge, $"Too many requests of class {Choices.LowerCamel(limitClass.ToString())}.")!);
        return false;
    }
}
