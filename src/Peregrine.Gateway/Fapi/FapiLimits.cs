namespace Peregrine.Gateway.Fapi;

/// <summary>How much of the dialect may be asked, in the windows that its clients know and are told in every answer.</summary>
public sealed record FapiLimits
{
    /// <summary>Weight of one address in a minute.</summary>
    public int WeightPerMinute { get; init; } = 2_400;

    /// <summary>New orders of one account in ten seconds.</summary>
    public int OrdersPer10Seconds { get; init; } = 300;

    /// <summary>New orders of one account in a minute.</summary>
    public int OrdersPerMinute { get; init; } = 1_200;
}
