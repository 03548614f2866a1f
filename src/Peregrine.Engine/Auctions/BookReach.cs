using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Auctions;

/// <summary>How far an order would reach into the book as it stands: hidden lots count, nobody's margin is asked.</summary>
internal readonly record struct BookReach(Ticks Last, Lots Filled, Micros Notional)
{
    public static BookReach Of(EngineState state, Market market, Side side, Lots qty, Ticks limit)
    {
        long left = qty.Value;
        Ticks last = default;
        Micros notional = Micros.Zero;
        foreach (LevelView level in market.Book.Levels(side.Opposite()))
        {
            if (left == 0 || (side == Side.Buy ? level.Price > limit : level.Price < limit)) break;
            last = level.Price;
            for (int slot = level.Head; slot != 0 && left > 0; slot = market.Book.NextInQueue(slot))
            {
                long taken = Math.Min(left, state.Orders[slot].Rest.Value);
                notional += market.Notional(new(taken), level.Price);
                left -= taken;
            }
        }
        return new BookReach(last, new(qty.Value - left), notional);
    }
}
