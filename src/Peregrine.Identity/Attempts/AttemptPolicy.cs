namespace Peregrine.Identity.Attempts;

/// <summary>What is counted against guessing. Numbers are stored: never reused.</summary>
internal enum AttemptScope : byte
{
    /// <summary>Sign-ins at one person's address by somebody we have not seen there.</summary>
    SignInOfPerson = 1,
    /// <summary>Sign-ins from one network address.</summary>
    SignInFromAddress = 2,
    /// <summary>Sign-ins of a person from an address that has signed in as him before: strangers cannot use these up.</summary>
    SignInFromKnownAddress = 3,
    SignUpFromAddress = 4,
    /// <summary>Codes of a second factor, shown by somebody from where its owner was never signed in.</summary>
    CodeOfPerson = 5,
    CodeFromKnownAddress = 6,
    /// <summary>Letters to one e-mail address, whoever asks for them.</summary>
    LetterTo = 7,
    LettersFromAddress = 8,
}

/// <summary>Some attempts are free; then each one doubles the wait, up to a bound; after a quiet time all is forgotten.</summary>
internal readonly record struct AttemptPolicy(int Free, long FirstWaitMs, long WaitMaxMs, long ForgetAfterMs)
{
    private const long Second = 1000, Minute = 60 * Second, Hour = 60 * Minute;

    /// <summary>Nothing counts longer than this.</summary>
    public const long ForgetAllAfterMs = 24 * Hour;

    public static AttemptPolicy Of(AttemptScope scope, int signUpsFree) => scope switch
    {
        // Bounded at minutes: a stranger who keeps guessing delays the owner from a new address, and never locks him out.
        AttemptScope.SignInOfPerson => new(5, Second, 5 * Minute, 2 * Hour),
        AttemptScope.SignInFromKnownAddress => new(10, Second, 5 * Minute, 2 * Hour),
        // Offices share an address; who sprays passwords from one does not get far.
        AttemptScope.SignInFromAddress => new(30, 2 * Second, Hour, 24 * Hour),
        // Schools share one, too, and who runs the venue may know that they come.
        AttemptScope.SignUpFromAddress => new(signUpsFree, Minute, Hour, 24 * Hour),
        // Three codes of a million are good at a time: at one an hour a guesser needs decades.
        AttemptScope.CodeOfPerson => new(5, 2 * Second, Hour, 24 * Hour),
        AttemptScope.CodeFromKnownAddress => new(10, Second, 15 * Minute, 2 * Hour),
        AttemptScope.LetterTo => new(5, Minute, Hour, 6 * Hour),
        AttemptScope.LettersFromAddress => new(20, Minute, Hour, 24 * Hour),
    };

    public long WaitMs(long failures)
    {
        if (failures <= Free) return 0;
        int doublings = (int)Math.Min(failures - Free - 1, 30);
        return Math.Min(FirstWaitMs << doublings, WaitMaxMs);
    }
}
