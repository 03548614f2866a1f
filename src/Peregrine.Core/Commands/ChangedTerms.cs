namespace Peregrine.Core;

/// <summary>What a changed parameter makes of listed terms. The engine and everybody who follows it do the same by it.</summary>
public static class ChangedTerms
{
    /// <summary>False, and nothing changes, when the parameter does not lie in a market's terms.</summary>
    public static bool TryChange(ref this ListMarket terms, AdminParameter parameter, long value)
    {
        switch (parameter)
        {
            case AdminParameter.BandUp: terms.BandUpPpb = (int)value; return true;
            case AdminParameter.BandDown: terms.BandDownPpb = (int)value; return true;
            case AdminParameter.ExecRange: terms.ExecRangePpb = (int)value; return true;
            case AdminParameter.SlipMax: terms.SlipMaxPpb = (int)value; return true;
            case AdminParameter.OiCap: terms.OiCap = new(value); return true;
            case AdminParameter.GroupOiShare: terms.GroupOiSharePpb = (int)value; return true;
            case AdminParameter.ProfitWeight: terms.ProfitWeightPpb = (int)value; return true;
            case AdminParameter.LeverageMax: terms.LeverageMax = (ushort)value; return true;
            case AdminParameter.NotionalMin: terms.NotionalMin = new(value); return true;
            case AdminParameter.OpenOrdersMax: terms.OpenOrdersMax = (ushort)value; return true;
            case AdminParameter.TriggerOrdersMax: terms.TriggerOrdersMax = (ushort)value; return true;
            case AdminParameter.ReduceOnlyMax: terms.ReduceOnlyMax = (ushort)value; return true;
            default: return false;
        }
    }

    /// <summary>False, and nothing changes, when the parameter does not lie in an asset's terms.</summary>
    public static bool TryChange(ref this ListAsset terms, AdminParameter parameter, long value)
    {
        switch (parameter)
        {
            case AdminParameter.InitWeight: terms.InitWeightPpb = (int)value; return true;
            case AdminParameter.MaintWeight: terms.MaintWeightPpb = (int)value; return true;
            case AdminParameter.AccountCap: terms.AccountCap = value; return true;
            case AdminParameter.PlatformCap: terms.PlatformCap = value; return true;
            default: return false;
        }
    }
}
