using System.Buffers.Text;
using System.Collections.Concurrent;
using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.Gateway.Native.Orders;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Streams;

/// <summary>Orders over a socket: the bodies of the routes, any number under way at once, each answered when it is durable and applied.</summary>
internal sealed class StreamOrders
{
    private const AllowedActions Exits = AllowedActions.Trade | AllowedActions.ReduceOnly;
    private const int AuctionMax = 32;
    private readonly StreamSession _session;
    private readonly Gateway _gateway;
    private readonly Command[] _commands = new Command[OrderCodec.CommandsMax];
    private readonly ConcurrentBag<JsonText> _texts = [];
    private readonly PendingAnswers<(long Id, OrderPlan Plan)> _placing;
    private readonly PendingAnswers<(long Id, StreamOp Op, OrderName Name)> _changing;

    public StreamOrders(StreamSession session)
    {
        (_session, _gateway) = (session, session.Gateway);
        _placing = new(session.Commands, session.Ring, AnswerOrder);
        _changing = new(session.Commands, session.Ring, AnswerNamed);
    }

    /// <summary>What is wrong with it; what is not is answered later.</summary>
    public Problem? Do(ref Body body, StreamOp op, long id)
    {
        StreamBody shape = StreamBody.Shape;
        // A session's token is shown once and good for minutes: what comes after its end is not his any more.
        if (_session.HasExpired) return new Problem(ApiCode.TokenExpired, "The access token has expired; send auth with a new one.");
        body.RequireAll(op is StreamOp.Amend ? shape.Order.Bit | shape.Body.Bit : op is StreamOp.Cancel ? shape.Order.Bit : op is StreamOp.Quote ? shape.Auction.Bit | shape.Body.Bit : shape.Body.Bit);
        if (body.Problem is not null) return body.Problem;
        return op switch
        {
            StreamOp.Place => Place(ref body, id),
            StreamOp.Amend => Amend(ref body, id),
            StreamOp.Cancel => Cancel(ref body, id),
            StreamOp.MassCancel => MassCancel(ref body, id),
            StreamOp.Batch => Batch(ref body, id),
            StreamOp.Quote => Quote(ref body, id),
            _ => DeadMan(ref body, id),
        };
    }

    /// <summary>Writes the answers that have come.</summary>
    public void Tell()
    {
        _placing.Tell();
        _changing.Tell();
    }

    private Problem? Place(ref Body body, long id)
    {
        Problem? problem = OrderCodec.Read(body.Raw(StreamBody.Shape.Body), _gateway.Terms, _session.Signer, _commands, out OrderPlan plan, "body.");
        problem ??= Pay(StreamOp.Place, plan.Class, plan.Class == LimitClass.Exits ? Exits : AllowedActions.Trade);
        if (problem is not null) return problem;
        if (IsBound(in _commands[0])) _session.Bind();
        _placing.Submit(_commands.AsSpan(0, plan.Commands), (id, plan));
        return null;
    }

    private Problem? Amend(ref Body body, long id)
    {
        StreamBody shape = StreamBody.Shape;
        Problem? problem = OrderName.Read(body.Text(shape.Order, stackalloc byte[OrderName.TextMax]), "order", out OrderName name);
        problem ??= AmendBody.Read(body.Raw(shape.Body), _gateway.Terms, _session.Signer, in name, ref _commands[0], "body.");
        problem ??= Pay(StreamOp.Amend, LimitClass.Orders, Exits);
        if (problem is null) _changing.Submit(_commands.AsSpan(0, 1), (id, StreamOp.Amend, name));
        return problem;
    }

    private Problem? Cancel(ref Body body, long id)
    {
        Problem? problem = OrderName.Read(body.Text(StreamBody.Shape.Order, stackalloc byte[OrderName.TextMax]), "order", out OrderName name) ?? Pay(StreamOp.Cancel, LimitClass.Exits, AllowedActions.Cancel);
        if (problem is not null) return problem;
        ref CancelOrder cancel = ref Command.Begin<CancelOrder>(ref _commands[0], _session.Who.Account, _session.Who.Key);
        (cancel.Order, cancel.ClientId) = (name.Order, name.ClientId);
        _changing.Submit(_commands.AsSpan(0, 1), (id, StreamOp.Cancel, name));
        return null;
    }

    private Problem? MassCancel(ref Body body, long id)
    {
        var filter = new Body(body.Raw(StreamBody.Shape.Body), MassCancelQuery.Shape, stackalloc Slot[BodyShape.FieldsMax], "body.");
        Problem? problem = filter.Problem ?? MassCancelQuery.Read(ref filter, _gateway.Terms, _session.Signer, ref _commands[0]) ?? Pay(StreamOp.MassCancel, LimitClass.Exits, AllowedActions.Cancel);
        if (problem is null) _changing.Submit(_commands.AsSpan(0, 1), (id, StreamOp.MassCancel, default));
        return problem;
    }

    private Problem? DeadMan(ref Body body, long id)
    {
        Problem? problem = DeadManBody.Read(body.Raw(StreamBody.Shape.Body), _gateway.Terms, _session.Signer, ref _commands[0], "body.") ?? Pay(StreamOp.DeadMan, LimitClass.Exits, AllowedActions.Cancel);
        if (problem is null) _changing.Submit(_commands.AsSpan(0, 1), (id, StreamOp.DeadMan, default));
        return problem;
    }

    private Problem? Quote(ref Body body, long id)
    {
        StreamBody shape = StreamBody.Shape;
        ReadOnlySpan<byte> named = body.Text(shape.Auction, stackalloc byte[AuctionMax]);
        if (!Utf8Parser.TryParse(named, out long auction, out int digits) || digits != named.Length) return Problem.Bad("auction", "an auction's id as a string of digits");
        Problem? problem = QuoteBody.Read(body.Raw(shape.Body), _gateway.Terms, _session.Signer, auction, ref _commands[0], out MarketTerms? market, "body.");
        // Its numbers are on the grid of the market it names: that must be the auction's.
        if (problem is null && !_gateway.Trading.Views.HasAuction(market!.Id, auction)) problem = Problem.Of(RejectCode.UnknownAuction) with { Field = "auction" };
        problem ??= Pay(StreamOp.Quote, LimitClass.Orders, AllowedActions.Trade);
        if (problem is null) _changing.Submit(_commands.AsSpan(0, 1), (id, StreamOp.Quote, default));
        return problem;
    }

    private Problem? Batch(ref Body body, long id)
    {
        var batch = new OrderBatch(_gateway);
        Problem? problem = batch.Read(body.Raw(StreamBody.Shape.Body), _session.Who.Actions, default, _session.Signer);
        if (problem is null && batch.Exits > 0) problem = Charged(StreamOp.Batch, LimitClass.Exits, batch.Exits);
        if (problem is null && batch.Orders > 0) problem = Charged(StreamOp.Batch, LimitClass.Orders, batch.Orders);
        if (problem is null && batch.IsBound) _session.Bind();
        if (problem is not null) return problem;
        // What was said before goes before.
        _session.Commands.Leave();
        _ = AnswerBatch(id, batch);
        return null;
    }

    /// <summary>Whether it ends with the socket that placed it.</summary>
    public static bool IsBound(in Command command) => command.Header.Kind switch
    {
        CommandKind.PlaceOrder => Command.Body<PlaceOrder>(in command).Session != 0,
        CommandKind.PlaceScale => Command.Body<PlaceScale>(in command).Session != 0,
        CommandKind.PlaceTwap => Command.Body<PlaceTwap>(in command).Session != 0,
        _ => false,
    };

    private Problem? Pay(StreamOp op, LimitClass limitClass, AllowedActions needs) =>
        (_session.Who.Actions & needs) == 0 ? Problem.Of(RejectCode.NotPermitted) : Charged(op, limitClass);

    private Problem? Charged(StreamOp op, LimitClass limitClass, int tokens = 1) =>
        Problem.Of(_gateway.Limiter.Body(_session.Who, _session.Address, StreamAccess.DoorOf(op), limitClass, tokens), "Too many requests.");

    private void AnswerOrder((long Id, OrderPlan Plan) asked, CommandReceipt receipt)
    {
        JsonText json = Begin(asked.Id, in receipt, StreamOp.Place);
        if (receipt.Code == RejectCode.None) OrderAnswer.Write(json.Name("result"u8), in asked.Plan, in receipt);
        End(json);
    }

    private void AnswerNamed((long Id, StreamOp Op, OrderName Name) asked, CommandReceipt receipt)
    {
        if (FinalStates.IsOpen(in receipt)) _ = AnswerEnded(asked, receipt);
        else WriteNamed(asked, receipt);
    }

    // It had ended before, or never was.
    private async Task AnswerEnded((long Id, StreamOp Op, OrderName Name) asked, CommandReceipt receipt) =>
        WriteNamed(asked, await FinalStates.Close(_gateway, _session.Who.Account, asked.Name, receipt));

    private void WriteNamed((long Id, StreamOp Op, OrderName Name) asked, CommandReceipt receipt)
    {
        JsonText json = Begin(asked.Id, in receipt, asked.Op);
        if (receipt.Code == RejectCode.None)
        {
            json.Name("result"u8);
            if (asked.Op == StreamOp.DeadMan) OrderAnswer.WriteDone(json, in receipt);
            else if (asked.Op == StreamOp.Quote) AuctionRoutes.WriteQuoted(json, in receipt);
            else OrderAnswer.WriteNamed(json, in receipt, asked.Op == StreamOp.Amend ? default : "cancelled"u8);
        }
        End(json);
    }

    private async Task AnswerBatch(long id, OrderBatch batch)
    {
        JsonText json = Begin(id, default, StreamOp.Batch);
        await batch.Run(json.Name("result"u8));
        End(json);
    }

    private JsonText Begin(long id, in CommandReceipt receipt, StreamOp op)
    {
        if (!_texts.TryTake(out JsonText? json)) json = new JsonText();
        json.Clear();
        json.BeginObject().Name("id"u8).Number(id);
        if (receipt.Code == RejectCode.None) return json.Name("ok"u8).Bool(true);
        Problem problem = op == StreamOp.Amend ? AmendBody.Refusal(in receipt, "body.") : Problem.Of(in receipt);
        problem.Write(json.Name("error"u8), default);
        return json;
    }

    private void End(JsonText json)
    {
        _session.Post(json.EndObject().Written.Span);
        _texts.Add(json);
    }
}
