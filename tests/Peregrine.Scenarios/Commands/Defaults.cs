using Peregrine.Core;

namespace Peregrine.Scenarios.Commands;

/// <summary>What a command means when it does not say.</summary>
public static class Defaults
{
    public static void Apply(Draft draft, string word)
    {
        switch (word)
        {
            case "place":
                OrderTerms(draft);
                break;
            case "exit":
                if (!draft.WasSet("type")) draft.Put("type", draft.WasSet("price") ? OrderType.Limit : OrderType.Market);
                break;
            case "scale":
                if (!draft.WasSet("tif")) draft.Put("tif", TimeInForce.Gtc);
                if (!draft.WasSet("ratio-num")) draft.Put("ratio-num", 1);
                if (!draft.WasSet("ratio-den")) draft.Put("ratio-den", 1);
                break;
            case "pause":
                draft.Put("action", TwapAction.Pause);
                break;
            case "resume":
                draft.Put("action", TwapAction.Resume);
                break;
            case "asset-price":
                if (!draft.WasSet("average")) draft.Put("average", draft.Get<Micros>("index"));
                if (!draft.WasSet("state")) draft.Put("state", PriceState.Fresh);
                break;
            case "price-rules":
                MarketClass.Complete(draft);
                break;
            case "source":
                if (!draft.WasSet("weight")) draft.Put("weight", 1);
                break;
            case "asset":
                if (!draft.WasSet("account-cap")) draft.Put("account-cap", 1L << 60);
                if (!draft.WasSet("platform-cap")) draft.Put("platform-cap", 1L << 60);
                break;
        }
    }

    /// <summary>With a price a good-till-cancelled limit, without one an immediate-or-cancel market order.</summary>
    private static void OrderTerms(Draft draft)
    {
        if (!draft.WasSet("type")) draft.Put("type", draft.WasSet("price") ? OrderType.Limit : OrderType.Market);
        if (!draft.WasSet("tif")) draft.Put("tif", draft.Get<OrderType>("type") == OrderType.Limit ? TimeInForce.Gtc : TimeInForce.Ioc);
    }

    /// <summary>Capacities that are plenty for a table and cost no time to set up.</summary>
    public static Genesis SmallVenue => Genesis.Default with
    {
        AccountsMax = 256,
        PositionsMax = 1024,
        OrdersMax = 4096,
        TriggersMax = 4096,
        TwapsMax = 256,
        GroupsMax = 1024,
        HoldingsMax = 1024,
        KeysMax = 256,
        ClientIdsMax = 16384,
        RequestKeysMax = 4096,
        DepositKeysMax = 4096,
        WithdrawalsMax = 256,
        DeadMansMax = 256,
        MarketsMax = 16,
        AssetsMax = 16,
        LadderTicks = 4096,
    };
}
