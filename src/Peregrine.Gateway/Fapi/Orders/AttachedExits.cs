using Peregrine.Core;
using Peregrine.Gateway.Auth;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>A stop-loss and a take-profit that some clients let through with an order: they become its bracket, so that whoever believes that he is protected is.</summary>
internal static class AttachedExits
{
    public static int Read(FapiParams given, FapiMarket market, Principal who, in PlaceOrder entry, Span<Command> into)
    {
        int count = Read(given, market, who, ExitNames.StopLoss, into);
        count += Read(given, market, who, ExitNames.TakeProfit, into[count..]);
        if (count > 0 && (entry.Trigger != TriggerKind.None || (entry.Flags & (OrderFlags.ReduceOnly | OrderFlags.PositionExit)) != 0)) given.Refuse(FapiError.BadCombination);
        return count;
    }

    private static int Read(FapiParams given, FapiMarket market, Principal who, ExitNames names, Span<Command> into)
    {
        bool isOld = !given.Has(names.Trigger) && given.Has(names.Stop);
        Ticks trigger = given.Price(isOld ? names.Stop : names.Trigger, market.Terms, FapiError.BadTick);
        if (trigger.Value == 0) return 0;
        ref AddExit exit = ref Command.Begin<AddExit>(ref into[0], who.Account, who.Key);
        (exit.Trigger, exit.TriggerPrice, exit.TriggerBy) = (names.Kind, trigger, given.Text("workingType"u8).SequenceEqual("CONTRACT_PRICE"u8) ? TriggerRef.Last : TriggerRef.Mark);
        exit.Price = given.Price(names.Price, market.Terms, FapiError.BadTick);
        exit.Type = exit.Price.Value == 0 ? OrderType.Market : OrderType.Limit;
        if (names.Kind == TriggerKind.TakeProfit) exit.SharePpb = (int)Ppb.One;
        return 1;
    }

    // How the parts of one exit are spelled.
    private sealed record ExitNames(TriggerKind Kind, byte[] Trigger, byte[] Stop, byte[] Price)
    {
        public static readonly ExitNames StopLoss = new(TriggerKind.Stop, [.. "stopLoss[triggerPrice]"u8], [.. "stopLoss[stopPrice]"u8], [.. "stopLoss[price]"u8]);
        public static readonly ExitNames TakeProfit = new(TriggerKind.TakeProfit, [.. "takeProfit[triggerPrice]"u8], [.. "takeProfit[stopPrice]"u8], [.. "takeProfit[price]"u8]);
    }
}
