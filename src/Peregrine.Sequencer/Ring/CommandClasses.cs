using Peregrine.Core;

namespace Peregrine.Sequencer.Ring;

/// <summary>A command's class, from its own bytes alone: the ring knows no accounts and no orders.</summary>
internal static class CommandClasses
{
    private const OrderFlags OnlyReduce = OrderFlags.ReduceOnly | OrderFlags.PositionExit;

    /// <summary>A group is as urgent as its least urgent member.</summary>
    public static CommandClass Of(ReadOnlySpan<Command> group)
    {
        CommandClass worst = CommandClass.Exit;
        foreach (ref readonly Command command in group)
        {
            CommandClass one = Of(in command);
            if (one > worst) worst = one;
        }
        return worst;
    }

    private static CommandClass Of(in Command command)
    {
        // Operators and feeds act for no account: a venue that cannot be told a price or a halt is worse than a busy one.
        if (command.Header.Account == 0) return CommandClass.Exit;
        return command.Header.Kind switch
        {
            CommandKind.CancelOrder or CommandKind.MassCancel or CommandKind.CloseAll or CommandKind.SetDeadMan or CommandKind.CloseSession
                or CommandKind.Deposit => CommandClass.Exit,
            CommandKind.PlaceOrder => OnlyReduces(in Command.Body<PlaceOrder>(in command)) ? CommandClass.Exit : CommandClass.Other,
            CommandKind.PlaceTwap => Exit((Command.Body<PlaceTwap>(in command).Flags & OrderFlags.ReduceOnly) != 0),
            CommandKind.PlaceScale => Exit((Command.Body<PlaceScale>(in command).Flags & OrderFlags.ReduceOnly) != 0),
            CommandKind.ControlTwap => Exit(Command.Body<ControlTwap>(in command).Action == TwapAction.Pause),
            CommandKind.MoveMargin => Exit(Command.Body<MoveMargin>(in command).Amount > Micros.Zero),
            CommandKind.SetKey => Exit(Command.Body<SetKey>(in command).Revoke != 0),
            CommandKind.AmendOrder => Command.Body<AmendOrder>(in command).Price == default ? CommandClass.Protective : CommandClass.Other,
            // What makes no difference to risk waits like everything else; a kind that does not exist is the engine's to refuse.
            _ => CommandClass.Other,
        };
    }

    private static CommandClass Exit(bool exits) => exits ? CommandClass.Exit : CommandClass.Other;

    private static bool OnlyReduces(in PlaceOrder order) => (order.Flags & OnlyReduce) != 0 || order.Percent != 0 || order.Type == OrderType.ClosePosition;
}
