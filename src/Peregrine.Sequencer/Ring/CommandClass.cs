namespace Peregrine.Sequencer.Ring;

/// <summary>Who is refused first when places run out (domain §15.6).</summary>
internal enum CommandClass : byte
{
    /// <summary>Lowers risk, or comes from the venue itself: refused only when there is no place at all.</summary>
    Exit = 1,
    /// <summary>Changes an order without moving its price.</summary>
    Protective = 2,
    Other = 3,
}
