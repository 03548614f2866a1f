namespace Peregrine.Core;

/// <summary>The direction of an order. The numbers are on the wire; 0 is invalid on purpose.</summary>
public enum Side : byte
{
    Buy = 1,
    Sell = 2,
}

public static class Sides
{
    // The numbers of the sides are each other's complement in two bits; nothing to overflow, and every order asks.
    public static Side Opposite(this Side side) => (Side)((int)side ^ 3);

    /// <summary>+1 for a buy, −1 for a sell.</summary>
    public static int Sign(this Side side) => unchecked(3 - 2 * (int)side);
}
