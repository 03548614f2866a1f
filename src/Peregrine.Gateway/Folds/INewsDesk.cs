namespace Peregrine.Gateway.Folds;

/// <summary>Is told, by the thread that feeds the folds, when they know more.</summary>
internal interface INewsDesk
{
    /// <summary>The folds took events, or frames of books ended.</summary>
    void OnNews();

    /// <summary>A shortest frame's time went by, whatever happened in it.</summary>
    void OnBeat();

    /// <summary>Folds broke, or were made anew.</summary>
    void OnUpset();

    /// <summary>A fold, or what leads events to all of them, broke a moment ago.</summary>
    /// <param name="what">Which, where and why.</param>
    void OnBroken(string what);
}
