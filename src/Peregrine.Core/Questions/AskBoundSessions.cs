namespace Peregrine.Core;

/// <summary>Sessions to which living orders are bound: with them those orders end. Answered with <see cref="BoundSessions"/>.</summary>
public readonly record struct AskBoundSessions;

/// <param name="Account">Whose orders.</param>
/// <param name="Session">That placed them.</param>
public readonly record struct BoundSession(int Account, int Session);

/// <param name="Sessions">Each once, by account.</param>
public readonly record struct BoundSessions(IReadOnlyList<BoundSession> Sessions);
