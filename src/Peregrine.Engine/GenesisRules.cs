using System.Numerics;
using Peregrine.Core;
using Peregrine.Engine.Matching;

namespace Peregrine.Engine;

/// <summary>Capacities that a venue can be built with.</summary>
internal static class GenesisRules
{
    private const int Most = 1 << 26;

    public static bool AreSound(in Genesis genesis) =>
        InRange(genesis.AccountsMax) && InRange(genesis.PositionsMax) && InRange(genesis.OrdersMax) && InRange(genesis.TriggersMax)
        && InRange(genesis.TwapsMax) && InRange(genesis.GroupsMax) && InRange(genesis.HoldingsMax) && InRange(genesis.KeysMax)
        && InRange(genesis.ClientIdsMax) && InRange(genesis.RequestKeysMax) && InRange(genesis.WithdrawalsMax) && InRange(genesis.DeadMansMax)
        && genesis.MarketsMax > 0 && genesis.AssetsMax > 0
        && genesis.LadderTicks is >= 64 and <= LevelBitmap.SizeMax && BitOperations.IsPow2(genesis.LadderTicks)
        && genesis.SettleSymbol.IsWellFormed();

    private static bool InRange(int capacity) => capacity is > 0 and <= Most;
}
