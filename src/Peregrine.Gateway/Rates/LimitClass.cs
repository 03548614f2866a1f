namespace Peregrine.Gateway.Rates;

/// <summary>What a request costs: each class has a bucket of its own, so that one cannot starve another.</summary>
internal enum LimitClass : byte
{
    /// <summary>Health and status: never refused.</summary>
    Free = 0,
    /// <summary>Whatever makes risk smaller: refused last.</summary>
    Exits = 1,
    Orders = 2,
    Reads = 3,
    /// <summary>Signing up, in and on.</summary>
    Auth = 4,
}
