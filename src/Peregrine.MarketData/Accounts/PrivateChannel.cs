namespace Peregrine.MarketData.Accounts;

/// <summary>What a private message is about, and what its body is.</summary>
public enum PrivateChannel : byte
{
    /// <summary><see cref="OrderFacts"/>: an order as the command left it, once for each command.</summary>
    Orders = 1,
    /// <summary><see cref="FillFacts"/>.</summary>
    Fills = 2,
    /// <summary><see cref="PositionFacts"/>: a position as the command left it, once for each command.</summary>
    Positions = 3,
    /// <summary><see cref="BalanceFacts"/>.</summary>
    Balances = 4,
    /// <summary>The body of the event that the message names: margin, leverage and protection settings, and changes of a position that no trade made.</summary>
    Margin = 5,
    /// <summary>The body of the event that the message names: everything else that concerns the account.</summary>
    Notifications = 6,
}
