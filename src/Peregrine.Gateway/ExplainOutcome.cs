namespace Peregrine.Gateway;

/// <summary>Whether a question why was answered.</summary>
public enum ExplainOutcome
{
    Told = 1,

    /// <summary>There is no such decision, or the journal does not reach there any more.</summary>
    NotThere,

    /// <summary>The same person waits for another explanation.</summary>
    AskerWaits,

    /// <summary>As many wait as may.</summary>
    Full,

    /// <summary>It takes more time or memory than it is given.</summary>
    TooMuch,
}
