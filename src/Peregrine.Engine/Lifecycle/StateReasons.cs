namespace Peregrine.Engine.Lifecycle;

/// <summary>Why a market moved by itself; operators' own codes are theirs, and these are below 0.</summary>
internal static class StateReasons
{
    public const int Restart = -1;
    public const int AuctionOver = -2;
    public const int Ending = -3;
    public const int BeyondBounds = -4;
    public const int BrokenInvariant = -5;
}
