using Peregrine.Core;

namespace Peregrine.Engine.Tests.Ids;

internal static class Small
{
    /// <summary>Capacities of a venue that a test makes by the hundred.</summary>
    public static Genesis Genesis => new()
    {
        AccountsMax = 8,
        PositionsMax = 8,
        OrdersMax = 64,
        TriggersMax = 64,
        TwapsMax = 8,
        GroupsMax = 8,
        HoldingsMax = 8,
        KeysMax = 8,
        ClientIdsMax = 64,
        RequestKeysMax = 64,
        DepositKeysMax = 64,
        WithdrawalsMax = 8,
        DeadMansMax = 8,
        MarketsMax = 4,
        AssetsMax = 4,
        LadderTicks = 64,
        SettleSymbol = Symbol.Parse("USDC"),
    };
}
