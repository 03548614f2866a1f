namespace Peregrine.Engine.Orders;

/// <summary>What binds orders together.</summary>
internal enum GroupKind : byte
{
    /// <summary>An entry and the exits that follow what it fills.</summary>
    Bracket = 1,
    /// <summary>Two orders, each reduced by what the other fills.</summary>
    Oco = 2,
    /// <summary>A ladder placed together; its orders do not change one another.</summary>
    Scale = 3,
}
