using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Admin;

/// <summary>Whose a parameter is.</summary>
internal enum ParameterOwner : byte
{
    Venue = 0,
    Market = 1,
    Asset = 2,
}

/// <summary>Whose a parameter is and in which unit people say it.</summary>
/// <param name="Owner">Whose.</param>
/// <param name="Kind">Of the number.</param>
internal readonly record struct ParameterUnit(ParameterOwner Owner, ParameterUnit.Number Kind)
{
    private const long NsPerMs = 1_000_000;

    internal enum Number : byte
    {
        Fraction = 1,
        Lots = 2,
        Count = 3,
        Money = 4,
        Millis = 5,
        Units = 6,
    }

    public static ParameterUnit Of(AdminParameter parameter) => parameter switch
    {
        AdminParameter.OiCap => new(ParameterOwner.Market, Number.Lots),
        AdminParameter.LeverageMax or AdminParameter.OpenOrdersMax or AdminParameter.TriggerOrdersMax or AdminParameter.ReduceOnlyMax or AdminParameter.AuctionOn => new(ParameterOwner.Market, Number.Count),
        AdminParameter.NotionalMin or AdminParameter.AuctionNotionalMin => new(ParameterOwner.Market, Number.Money),
        AdminParameter.AuctionDuration => new(ParameterOwner.Market, Number.Millis),
        AdminParameter.InitWeight or AdminParameter.MaintWeight => new(ParameterOwner.Asset, Number.Fraction),
        AdminParameter.AccountCap or AdminParameter.PlatformCap or AdminParameter.WithdrawalFloor => new(ParameterOwner.Asset, Number.Units),
        < AdminParameter.InitWeight => new(ParameterOwner.Market, Number.Fraction),
        _ => new(ParameterOwner.Venue, Number.Fraction),
    };

    /// <summary>What one is worth, in billionths.</summary>
    public long UnitE9(MarketTerms? market, AssetTerms? asset) => Kind switch
    {
        Number.Fraction => 1,
        Number.Lots => market!.Terms.LotE9,
        Number.Count or Number.Millis => 1_000_000_000,
        Number.Money => 1_000,
        Number.Units => asset!.UnitE9,
    };

    /// <summary>What the engine counts for one that people say.</summary>
    public long Factor => Kind == Number.Millis ? NsPerMs : 1;

    public string Text(long value, MarketTerms? market, AssetTerms? asset)
    {
        Scale scale = Kind switch
        {
            Number.Fraction => Scale.Ppb,
            Number.Lots => market?.Lot ?? new Scale(1, 0),
            Number.Money => Scale.Micros,
            Number.Units => asset?.Scale ?? new Scale(1, 0),
            Number.Count or Number.Millis => new Scale(1, 0),
        };
        return TextOf(value / Factor, scale);
    }

    /// <summary>A count of units as the shortest decimal that is exactly it.</summary>
    public static string TextOf(long value, Scale scale)
    {
        Span<byte> text = stackalloc byte[Scale.LengthMax];
        return System.Text.Encoding.ASCII.GetString(text[..scale.Write(text, value)]);
    }
}
