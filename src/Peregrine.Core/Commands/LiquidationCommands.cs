using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>How positions of a market are liquidated. A market begins with the terms of class A: 2 %, 0.2 %, 0.055 %.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetLiquidation : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetLiquidation;

    /// <summary>How far from mark a liquidation may trade.</summary>
    public int SlipPpb;
    public int FeePpb;
    /// <summary>Slippage that the size of a partial close allows for.</summary>
    public int AllowancePpb;
    public ushort Market;
    private readonly ushort _reserved;
}

/// <summary>Names the account that takes over what a market's book does not fill, or with account 0 nobody. An ordinary account, for this market alone.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetBackstop : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetBackstop;

    public int Target;
    public ushort Market;
    /// <summary>1: it works off what it has and takes nothing.</summary>
    public byte IntakeOff;
    private readonly byte _reserved;
    /// <summary>The largest notional it may hold; in an hour it takes in three times as much.</summary>
    public Micros Cap;
    /// <summary>What it was given: with less than 70 % of that left it stops taking.</summary>
    public Micros Allotment;
}

/// <summary>Names the account that buys an asset from accounts which owe more cash than they have, or with account 0 nobody.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetCollateralBuyer : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetCollateralBuyer;

    public int Target;
    public ushort Asset;
    private readonly ushort _reserved;
}

/// <summary>Settle money from outside for the insurance fund of a market, or with market 0 for the one behind all of them.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct FundInsurance : ICommandBody
{
    public static CommandKind Kind => CommandKind.FundInsurance;

    public RequestKey Source;
    public Micros Amount;
    public ushort Market;
    private readonly ushort _reserved;
    private readonly int _reserved2;
}
