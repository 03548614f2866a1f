namespace Peregrine.Engine.Lifecycle;

/// <summary>What an order asks of a market, for the tables of states.</summary>
internal enum OrderClass
{
    /// <summary>May raise a position and must take or wait: market orders, IOC and FOK limits, triggers, TWAPs.</summary>
    Risk = 1,
    /// <summary>May raise a position and only rests.</summary>
    PostOnly = 2,
    /// <summary>Can only shrink a position, and must take or wait.</summary>
    ReduceOnly = 3,
    Cancel = 4,
    /// <summary>Can only shrink a position and only rests: allowed wherever either is.</summary>
    PostOnlyReduce = 5,
    /// <summary>May raise a position; a limit whose rest stays.</summary>
    Limit = 6,
    /// <summary>Can only shrink a position; a limit whose rest stays.</summary>
    LimitReduce = 7,
}
