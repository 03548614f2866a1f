namespace Peregrine.Gateway.Rates;

/// <summary>Whose bucket it is.</summary>
internal enum LimitScope : byte
{
    Account = 1,
    Address = 2,
    Key = 3,
    Venue = 4,
}
