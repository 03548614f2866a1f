namespace Peregrine.Gateway.Folds;

/// <summary>What an answer is made of. The order is that in which they are fed: who is woken by a book finds the trades that made it.</summary>
[Flags]
internal enum FoldSet : byte
{
    None = 0,
    Terms = 1,
    Books = 2,
    Markets = 4,
    Candles = 8,
    Accounts = 16,
    /// <summary>When commands were.</summary>
    Clock = 32,
    /// <summary>What operators have asked for together and is not done yet.</summary>
    Changes = 64,
    /// <summary>What the dialect's answers are made of.</summary>
    All = Terms | Books | Markets | Candles | Accounts | Clock,
}
