using Peregrine.Core;
using Peregrine.Scenarios.Running;

namespace Peregrine.Scenarios.Tests;

/// <summary>Accepts everything; limit orders of whole lots rest or trade by the simplest rule that gives the runner events to read.</summary>
internal sealed class ScriptedVenue(IEventSink sink) : IVenue
{
    private readonly EventWriter _events = new(sink);
    private readonly List<Command> _seen = [];
    private int _accounts;
    private long _changes;

    public IReadOnlyList<Command> Seen => _seen;

    public RejectCode Apply(in Command command)
    {
        _seen.Add(command);
        if (command.Header.GroupCount > 1 && command.Header.GroupIndex < command.Header.GroupCount - 1) return RejectCode.None;
        _events.Begin(command.Header.Seq, command.Header.TimeNs);
        CommandDone done = new() { Command = command.Header.Kind };
        if (command.Header.Kind == CommandKind.CreateAccount) done.Detail1 = CreateAccount();
        else if (command.Header.Kind == CommandKind.OpenMarket) _events.Add(0, 1, new MarketListed { TickLotValue = 1 });
        else if (command.Header.Kind == CommandKind.PlaceOrder) Place(in command, ref done);
        _events.Add(command.Header.Account, 0, in done);
        _events.End();
        return done.Code;
    }

    private int CreateAccount()
    {
        _accounts++;
        _events.Add(_accounts, 0, new AccountCreated { Root = _accounts });
        return _accounts;
    }

    private void Place(in Command command, ref CommandDone done)
    {
        PlaceOrder order = Command.Body<PlaceOrder>(in command);
        if (order.Qty.Value <= 0)
        {
            done.Code = RejectCode.BadLot;
            return;
        }
        OrderId id = OrderId.Of(command.Header.Seq, 0);
        int account = command.Header.Account;
        _events.Add(account, 1, new OrderAccepted { Order = id, Price = order.Price, Qty = order.Qty, Side = order.Side, Type = order.Type, Tif = order.Tif, State = OrderState.New });
        if (order.Tif == TimeInForce.Ioc)
        {
            _events.Add(account, 1, new OrderCancelled { Order = id, Rest = order.Qty, Reason = CancelReason.IocRemainder, State = OrderState.Cancelled });
            return;
        }
        _events.Add(account, 1, new BookChanged
        {
            MdSeq = ++_changes,
            Priority = id.Value,
            Price = order.Price,
            OrderVisible = order.Qty,
            LevelTotal = order.Qty,
            LevelCount = 1,
            Side = order.Side,
            Change = BookChange.Added,
        });
    }
}
