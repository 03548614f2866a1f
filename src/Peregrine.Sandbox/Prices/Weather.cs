namespace Peregrine.Sandbox.Prices;

/// <summary>How prices move at the moment.</summary>
/// <param name="Drift">Of the logarithm of a price, in a second.</param>
/// <param name="Volatility">How far a price goes in the square root of a year.</param>
/// <param name="GapsAnHour">Sudden moves of all prices, up or down.</param>
/// <param name="Jump">A move of all logarithms in this very step.</param>
internal readonly record struct Weather(double Drift, double Volatility, double GapsAnHour, double Jump);
