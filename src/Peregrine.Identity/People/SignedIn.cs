using Peregrine.Identity.Sessions;

namespace Peregrine.Identity.People;

/// <param name="Person">Who came in.</param>
/// <param name="Account">The engine's number of his root account; 0 while the engine has not opened it.</param>
/// <param name="Tokens">What he shows from now on.</param>
public sealed record SignedIn(Person Person, int Account, TokenPair Tokens);
