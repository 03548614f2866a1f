using Peregrine.Core;

namespace Peregrine.Bench.Liquidation;

/// <summary>What an account holds when the crash begins.</summary>
internal enum Role
{
    /// <summary>Long, and what the crash is about.</summary>
    Long,
    /// <summary>Short and nothing else: the other side, which profits.</summary>
    Short,
    /// <summary>Short here and as much long in the other market of the same underlying.</summary>
    Hedger,
}

/// <param name="Account">Its id in the venue.</param>
/// <param name="Role">Long, short or hedged.</param>
/// <param name="Mode">A pot of its own, or the whole account.</param>
/// <param name="Leverage">Of position to money at the beginning.</param>
internal sealed record Trader(int Account, Role Role, MarginMode Mode, int Leverage)
{
    public long Lots { get; set; }

    /// <summary>What its trades came to, in µ.</summary>
    public long Notional { get; set; }
}
