using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Peregrine.Core;

namespace Peregrine.Identity.Secrets;

public enum PasswordMatch : byte
{
    No = 1,
    Yes = 2,
    /// <summary>Yes, and the hash was made with less work than we ask today.</summary>
    YesButOutdated = 3,
}

/// <summary>PBKDF2 with SHA-512, stored with its own parameters: pbkdf2-sha512$iterations$salt$hash, both in base64.</summary>
/// <remarks>
/// Argon2id would cost an attacker's hardware more; it needs a native library that a first run does not have (docs/decisions). Its place is another
/// prefix here: each stored hash says how it was made, and is made again at the next sign-in.
/// </remarks>
internal sealed class PasswordHasher
{
    private const string Scheme = "pbkdf2-sha512";
    private const int SaltBytes = 16, HashBytes = 32;

    private readonly int _iterations;
    private readonly string _nobodys;
    private long _work;

    public PasswordHasher(int iterations)
    {
        Invariant.That(iterations > 0, "a hash takes work");
        _iterations = iterations;
        _nobodys = Make(Convert.ToHexString(RandomNumberGenerator.GetBytes(SaltBytes)));
    }

    /// <summary>Iterations that were done for passwords: what whoever asks can see of them is how long they took.</summary>
    public long Work => Interlocked.Read(ref _work);

    public string Make(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        byte[] hash = Derive(password, salt, _iterations);
        return string.Create(CultureInfo.InvariantCulture, $"{Scheme}${_iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }

    /// <param name="password">As given.</param>
    /// <param name="stored">Null where there is nobody, or nobody with a password: the same work is done, and the answer is no.</param>
    public PasswordMatch Check(string password, string? stored)
    {
        (int iterations, byte[] salt, byte[] expected) = Parse(stored ?? _nobodys);
        bool same = CryptographicOperations.FixedTimeEquals(Derive(password, salt, iterations), expected) && stored is not null;
        if (same) return iterations < _iterations ? PasswordMatch.YesButOutdated : PasswordMatch.Yes;
        // A no to an old hash must not come sooner than a no to nobody.
        if (iterations < _iterations) Derive(password, salt, _iterations - iterations);
        return PasswordMatch.No;
    }

    private byte[] Derive(string password, byte[] salt, int iterations)
    {
        Interlocked.Add(ref _work, iterations);
        byte[] bytes = Encoding.UTF8.GetBytes(password);
        try
        {
            return Rfc2898DeriveBytes.Pbkdf2(bytes, salt, iterations, HashAlgorithmName.SHA512, HashBytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static (int Iterations, byte[] Salt, byte[] Hash) Parse(string stored)
    {
        string[] parts = stored.Split('$');
        Invariant.That(parts.Length == 4 && parts[0] == Scheme, "a stored password hash is of a scheme we know");
        return (int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture), Convert.FromBase64String(parts[2]), Convert.FromBase64String(parts[3]));
    }
}
