using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Rates;
using Peregrine.Gateway.Streams;

namespace Peregrine.Gateway.Native.Orders;

/// <summary>Commands that came together: each is read, sent and answered for itself, in their order.</summary>
internal sealed class OrderBatch(Gateway gateway)
{
    private readonly List<Item> _items = [];
    private readonly VenueTerms _venue = gateway.Terms;
    private int _account;

    /// <summary>How many can only make risk smaller.</summary>
    public int Exits { get; private set; }

    public int Orders { get; private set; }

    /// <summary>Some of it ends with the socket that placed it.</summary>
    public bool IsBound => _items.Exists(static item => item.Op == BatchOp.Place && item.Commands.Length > 0 && StreamOrders.IsBound(in item.Commands[0]));

    /// <summary>Reads all of it; only a batch that is none is refused as a whole.</summary>
    public Problem? Read(ReadOnlySpan<byte> json, AllowedActions actions, RequestKey request, Signer who)
    {
        BatchBody shape = BatchBody.Shape;
        _account = who.Account;
        var body = new Body(json, shape, stackalloc Slot[BodyShape.FieldsMax]);
        JsonItems items = body.Items(shape.Commands);
        while (body.Problem is null && items.Next())
        {
            if (_items.Count == BatchBody.CommandsMax) body.Refuse(shape.Commands);
            else Add(ReadItem(items.Item, $"commands[{_items.Count}].", actions, request, who));
        }
        if (_items.Count == 0) body.Refuse(shape.Commands);
        return body.Problem;
    }

    public async ValueTask Run(JsonText json)
    {
        // All of them are under way before the first answer is awaited: together they take one flush.
        var answers = new Task<CommandReceipt>?[_items.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            if (_items[i].Problem is null) answers[i] = gateway.Port.Submit(_items[i].Commands).AsTask();
        }
        json.BeginObject().Name("answers"u8).BeginArray();
        for (int i = 0; i < answers.Length; i++)
        {
            if (answers[i] is { } answer) Write(json, _items[i], await FinalStates.Close(gateway, _account, _items[i].Name, await answer));
            else Write(json, _items[i].Problem!);
        }
        json.EndArray().EndObject();
    }

    private void Add(Item item)
    {
        _items.Add(item);
        if (item.Problem is null && item.Class == LimitClass.Exits) Exits++;
        // What is refused here costs as well, or it would be free to ask nonsense.
        else Orders++;
    }

    private Item ReadItem(ReadOnlySpan<byte> json, string path, AllowedActions actions, RequestKey request, Signer who)
    {
        BatchItemBody shape = BatchItemBody.Shape;
        var body = new Body(json, shape, stackalloc Slot[BodyShape.FieldsMax], path);
        var op = (BatchOp)body.Choice(shape.Op);
        if (body.Problem is not null) return new Item(body.Problem);
        if (op == BatchOp.Place) return Place(ref body, path, actions, request, who);
        body.RequireAll(op == BatchOp.Amend ? shape.Id.Bit | shape.Body.Bit : shape.Id.Bit);
        body.AllowOnly(op == BatchOp.Amend ? ulong.MaxValue : shape.Op.Bit | shape.Id.Bit, "is not taken by this op");
        if (body.Problem is not null) return new Item(body.Problem);
        Problem? problem = OrderName.Read(body.Text(shape.Id, stackalloc byte[OrderName.TextMax]), path + "id", out OrderName name);
        if (problem is not null) return new Item(problem);
        var command = new Command[1];
        if (op == BatchOp.Amend)
        {
            problem = AmendBody.Read(body.Raw(shape.Body), _venue, who, in name, ref command[0], path + "body.");
            return Allowed(new Item(problem) { Op = op, Name = name, Path = path, Commands = command, Class = LimitClass.Orders }, actions, AllowedActions.Trade | AllowedActions.ReduceOnly);
        }
        ref CancelOrder cancel = ref Command.Begin<CancelOrder>(ref command[0], who.Account, who.Key);
        (cancel.Order, cancel.ClientId) = (name.Order, name.ClientId);
        return Allowed(new Item(null) { Op = op, Name = name, Path = path, Commands = command, Class = LimitClass.Exits }, actions, AllowedActions.Cancel);
    }

    private Item Place(ref Body body, string path, AllowedActions actions, RequestKey request, Signer who)
    {
        BatchItemBody shape = BatchItemBody.Shape;
        body.RequireAll(shape.Body.Bit);
        body.AllowOnly(shape.Op.Bit | shape.Body.Bit, "is not taken by this op");
        if (body.Problem is not null) return new Item(body.Problem);
        Span<Command> commands = new Command[OrderCodec.CommandsMax];
        Problem? problem = OrderCodec.Read(body.Raw(shape.Body), _venue, who, commands, out OrderPlan plan, path + "body.");
        if (problem is not null) return new Item(problem);
        plan = SignatureName.Give(request, _items.Count, commands, in plan);
        var item = new Item(null) { Op = BatchOp.Place, Plan = plan, Commands = commands[..plan.Commands].ToArray(), Class = plan.Class };
        return Allowed(item, actions, plan.Class == LimitClass.Exits ? AllowedActions.Trade | AllowedActions.ReduceOnly : AllowedActions.Trade);
    }

    private static Item Allowed(Item item, AllowedActions has, AllowedActions needs) =>
        item.Problem is null && (has & needs) == 0 ? item with { Problem = Problem.Of(RejectCode.NotPermitted) } : item;

    private static void Write(JsonText json, Item item, in CommandReceipt receipt)
    {
        if (receipt.Code != RejectCode.None) Write(json, item.Op == BatchOp.Amend ? AmendBody.Refusal(in receipt, item.Path + "body.") : Problem.Of(in receipt));
        else if (item.Op == BatchOp.Place) OrderAnswer.Write(json, item.Plan, in receipt);
        else OrderAnswer.WriteNamed(json, in receipt, item.Op == BatchOp.Cancel ? "cancelled"u8 : default);
    }

    private static void Write(JsonText json, Problem problem)
    {
        json.BeginObject().Name("error"u8);
        problem.Write(json, default);
        json.EndObject();
    }

    private sealed record Item(Problem? Problem)
    {
        public BatchOp Op { get; init; }

        public OrderName Name { get; init; }

        public string Path { get; init; } = "";

        public OrderPlan Plan { get; init; }

        public Command[] Commands { get; init; } = [];

        public LimitClass Class { get; init; } = LimitClass.Orders;
    }
}
