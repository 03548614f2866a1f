namespace Peregrine.Identity.People;

/// <summary>What a password must be. Long and not guessed first; no demands for a digit here and a sign there, which only make it predictable.</summary>
public static class PasswordRules
{
    public const int LengthMin = 10;
    public const int LengthMax = 200;

    private const int DistinctMin = 5;
    private const int LocalPartMin = 4;

    // Of those that are guessed first, the ones that are long enough to pass otherwise.
    private static readonly HashSet<string> GuessedFirst = new(StringComparer.OrdinalIgnoreCase)
    {
        "0123456789", "1234567890", "12345678910", "123456789a", "1234567891", "123456789q", "1q2w3e4r5t", "1q2w3e4r5t6y", "1qaz2wsx3edc", "9876543210",
        "a123456789", "abc123456789", "abcdefghij", "administrator", "asdfghjkl1", "asdfghjkl;", "changeme123", "football123", "iloveyou123", "letmein123",
        "letmeinnow", "liverpool1", "login12345", "p@ssw0rd123", "pa55word123", "passw0rd123", "password01", "password10", "password11", "password12",
        "password123", "password1234", "password12345", "password123456", "password99", "princess123", "q1w2e3r4t5", "q1w2e3r4t5y6", "qazwsxedcrfv",
        "qwer123456", "qwerty1234", "qwerty12345", "qwerty123456", "qwertyuiop", "qwertyuiop1", "qwertyuiop[]", "sunshine123", "superman123", "test123456",
        "trustno1234", "welcome123", "welcome1234", "zaq12wsxcde3", "zxcvbnm123", "zxcvbnm,./",
    };

    /// <summary>Null when it does; otherwise a sentence for whoever chose it.</summary>
    public static string? Complaint(string password, EmailAddress email)
    {
        if (password.Length < LengthMin) return $"The password needs at least {LengthMin} characters.";
        if (password.Length > LengthMax) return $"The password may have at most {LengthMax} characters.";
        if (password.Any(char.IsControl)) return "The password holds a character that no keyboard types.";
        if (password.Distinct().Count() < DistinctMin) return $"The password needs at least {DistinctMin} different characters.";
        if (GuessedFirst.Contains(password)) return "This password is among the first that are guessed.";
        bool namesOwner = password.Contains(email.Text, StringComparison.OrdinalIgnoreCase)
            || (email.Local.Length >= LocalPartMin && password.AsSpan().Contains(email.Local, StringComparison.OrdinalIgnoreCase));
        return namesOwner ? "The password may not contain the e-mail address." : null;
    }
}
