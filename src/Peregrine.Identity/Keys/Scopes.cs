using Peregrine.Core;

namespace Peregrine.Identity.Keys;

/// <summary>What an API key is for. Numbers are stored: never reused.</summary>
[Flags]
public enum Scopes : byte
{
    None = 0,
    Read = 1,
    Trade = 2,
    /// <summary>Orders that only shrink a position, and cancels.</summary>
    ReduceOnly = 4,
    Transfer = 8,
    Withdraw = 16,
    All = 31,
}

public static class ScopesExtensions
{
    /// <summary>What the engine lets such a key do. It is never <see cref="AllowedActions.None"/>, which to the engine means everything.</summary>
    public static AllowedActions ToActions(this Scopes scopes)
    {
        Invariant.That(scopes != Scopes.None, "a key is for something");
        AllowedActions actions = AllowedActions.Read;
        if ((scopes & Scopes.Trade) != 0) actions |= AllowedActions.Trade | AllowedActions.ReduceOnly | AllowedActions.Cancel;
        if ((scopes & Scopes.ReduceOnly) != 0) actions |= AllowedActions.ReduceOnly | AllowedActions.Cancel;
        if ((scopes & Scopes.Transfer) != 0) actions |= AllowedActions.Transfer;
        if ((scopes & Scopes.Withdraw) != 0) actions |= AllowedActions.Withdraw;
        return actions;
    }
}
