using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>The first command: every capacity of the venue. Full later means a reject code, never growth.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Genesis : ICommandBody
{
    public static CommandKind Kind => CommandKind.Genesis;

    public int AccountsMax;
    public int PositionsMax;
    public int OrdersMax;
    public int TriggersMax;
    public int TwapsMax;
    /// <summary>Brackets, OCO pairs and scales alive at once.</summary>
    public int GroupsMax;
    public int HoldingsMax;
    public int KeysMax;
    /// <summary>Live and finished client order ids that are remembered.</summary>
    public int ClientIdsMax;
    /// <summary>Remembered keys of transfers, withdrawals and other requests.</summary>
    public int RequestKeysMax;
    public int WithdrawalsMax;
    public int DeadMansMax;
    public ushort MarketsMax;
    public ushort AssetsMax;
    /// <summary>Dense part of each side of each book, in ticks; a power of two.</summary>
    public int LadderTicks;
    public Symbol SettleSymbol;
    /// <summary>Deposits of all time: none is ever forgotten, so that none is ever credited twice.</summary>
    public int DepositKeysMax;
    /// <summary>1: nobody is warned or liquidated here. For operators who run risk elsewhere, and for tests of everything else.</summary>
    public byte LiquidationOff;
    private readonly byte _reserved;
    private readonly ushort _reserved2;

    /// <summary>Enough for a first venue; a million of everything costs no memory until it is used.</summary>
    /// <remarks>Orders, triggers and TWAPs share an index whose table is a power of two: together they are 2²¹, and one more would double it.</remarks>
    public static Genesis Default => new()
    {
        AccountsMax = 1 << 20,
        PositionsMax = 1 << 20,
        OrdersMax = (1 << 20) - (1 << 15),
        TriggersMax = (1 << 20) - (1 << 15),
        TwapsMax = 1 << 16,
        GroupsMax = 1 << 18,
        HoldingsMax = 1 << 18,
        KeysMax = 1 << 18,
        ClientIdsMax = 1 << 22,
        RequestKeysMax = 1 << 20,
        WithdrawalsMax = 1 << 16,
        DeadMansMax = 1 << 16,
        MarketsMax = 256,
        AssetsMax = 64,
        LadderTicks = 1 << 15,
        SettleSymbol = Symbol.Parse("USDC"),
        DepositKeysMax = 1 << 24,
    };
}

/// <summary>Nothing but time. <see cref="RefusedExits"/> counts class A commands the ring refused since the last one.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Tick : ICommandBody
{
    public static CommandKind Kind => CommandKind.Tick;

    public int RefusedExits;
    private readonly int _reserved;
}

/// <summary>The sequencer is back: the first command of every start after the first. What was to happen because nobody was heard waits on.</summary>
/// <remarks>The only command that acts before time passes. How long the venue was down is what passed since the command before it.</remarks>
[StructLayout(LayoutKind.Sequential)]
public struct Resumed : ICommandBody
{
    public static CommandKind Kind => CommandKind.Resumed;

    private readonly long _reserved;
}

/// <summary>A collateral asset. Ids are dense in order of listing; 1 is the settle asset, made at genesis.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ListAsset : ICommandBody
{
    public static CommandKind Kind => CommandKind.ListAsset;

    public Symbol Symbol;
    /// <summary>Decimals of the asset's own unit, at most 9.</summary>
    public int Decimals;
    public int InitWeightPpb;
    public int MaintWeightPpb;
    private readonly int _reserved;
    /// <summary>In the asset's own units; what lies above counts 0 for whoever brought it.</summary>
    public long AccountCap;
    public long PlatformCap;
}

/// <summary>Begins a listing: a group of this, one to eight <see cref="SetTier"/> and <see cref="OpenMarket"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ListMarket : ICommandBody
{
    public static CommandKind Kind => CommandKind.ListMarket;

    public Symbol Symbol;
    /// <summary>Tick and lot in billionths of quote and base; their product must be whole micro-dollars.</summary>
    public long TickE9;
    public long LotE9;
    public Ticks PriceMax;
    public Lots PositionMax;
    public Lots QtyMin;
    public Lots QtyMax;
    public Lots MarketQtyMax;
    public Micros NotionalMin;
    /// <summary>Open interest above which no match may add any.</summary>
    public Lots OiCap;
    /// <summary>OI-scaled initial margin rises from the first tier's rate at <see cref="OiLow"/> to 100 % at <see cref="OiHigh"/>; both 0 turns it off.</summary>
    public Lots OiLow;
    public Lots OiHigh;
    public int BandUpPpb;
    public int BandDownPpb;
    public int ExecRangePpb;
    public int SlipMaxPpb;
    /// <summary>A group's largest share of <see cref="OiCap"/>; 0 for no such limit.</summary>
    public int GroupOiSharePpb;
    /// <summary>How much of a positive unrealised profit counts for new risk.</summary>
    public int ProfitWeightPpb;
    public ushort LeverageMax;
    public ushort OpenOrdersMax;
    public ushort TriggerOrdersMax;
    public ushort ReduceOnlyMax;
    /// <summary>1: margin can be added to an isolated position and never removed.</summary>
    public byte StrictIsolated;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
    private readonly int _reserved3;
}

/// <summary>One margin tier of the market being listed, from the lowest floor up.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetTier : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetTier;

    public Micros Floor;
    public int ImrPpb;
    public int MmrPpb;
}

/// <summary>Ends a listing. The market is a <see cref="MarketState.Draft"/> until an operator moves it on.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct OpenMarket : ICommandBody
{
    public static CommandKind Kind => CommandKind.OpenMarket;

    private readonly long _reserved;
}

[StructLayout(LayoutKind.Sequential)]
public struct SetMarketState : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetMarketState;

    public ushort Market;
    public MarketState State;
    private readonly byte _reserved;
    /// <summary>Why, as the operator's own code; recorded, not interpreted.</summary>
    public int Reason;
}

/// <summary>One row of the fee table, 0 to 9; the volume is that of 30 days.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetFeeTier : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetFeeTier;

    public Micros VolumeMin;
    /// <summary>Negative is a rebate.</summary>
    public int MakerPpb;
    public int TakerPpb;
    public int Tier;
    private readonly int _reserved;
}

/// <summary>Index, mark and their freshness, as the price rules made them.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetPrices : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetPrices;

    public Subticks Index;
    public Subticks Mark;
    public ushort Market;
    public PriceState State;
    private readonly byte _reserved;
    private readonly int _reserved2;
}

/// <summary>A collateral asset's price in micro-dollars per whole token: the index, and its slow average for new risk.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetAssetPrice : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetAssetPrice;

    public Micros Index;
    public Micros Average;
    public ushort Asset;
    public PriceState State;
    private readonly byte _reserved;
    private readonly int _reserved2;
}

[StructLayout(LayoutKind.Sequential)]
public struct SetAccountStatus : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetAccountStatus;

    public int Target;
    public AccountStatus Status;
    private readonly byte _reserved;
    private readonly ushort _reserved2;
}

/// <summary>Caps what may be withdrawn of an asset by everybody together: 1 % of what is inside per hour and 10 % per day, but never less than the floor.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetWithdrawalCaps : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetWithdrawalCaps;

    /// <summary>In the asset's own units. 2⁶⁰, the most there can be, lifts the caps: so every asset begins.</summary>
    public long Floor;
    public ushort Asset;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}
