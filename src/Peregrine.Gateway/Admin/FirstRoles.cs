using System.Security.Cryptography;
using System.Text;
using Peregrine.Identity;

namespace Peregrine.Gateway.Admin;

/// <summary>The tokens by which a new venue gets its first operator and its first security officer: printed once, kept as hashes, spent once.</summary>
public sealed class FirstRoles : IDisposable
{
    private const int TokenBytes = 32;
    private const string Prefix = "pft_";
    private readonly string _path;
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <param name="path">A line for each token that is not spent: a role, a space, a SHA-256 in hexadecimal digits.</param>
    public FirstRoles(string path) => _path = path;

    /// <summary>Draws the tokens of a venue that has none yet; nothing when it has been done.</summary>
    public IReadOnlyList<(Role Role, string Token)> Draw()
    {
        if (File.Exists(_path)) return [];
        (Role Role, string Token)[] drawn = [(Role.Operator, Token()), (Role.SecurityOfficer, Token())];
        Write([.. drawn.Select(static d => Line(d.Role, d.Token))]);
        return drawn;
    }

    /// <summary>Spends a token when <paramref name="give"/> says that the role was given; none when it is no token, or is spent.</summary>
    public async Task<Role?> Claim(string token, Func<Role, Task<bool>> give)
    {
        await _one.WaitAsync();
        try
        {
            string[] lines = File.Exists(_path) ? await File.ReadAllLinesAsync(_path) : [];
            foreach (Role role in (ReadOnlySpan<Role>)[Role.Operator, Role.SecurityOfficer])
            {
                byte[] wanted = Encoding.ASCII.GetBytes(Line(role, token));
                int at = Array.FindIndex(lines, line => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(line), wanted));
                if (at < 0) continue;
                if (await give(role)) Write([.. lines.Where((_, i) => i != at)]);
                return role;
            }
            return null;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static string Token() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));

    private static string Line(Role role, string token) => $"{role} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}";

    // Whole or not at all: a crash in between leaves the old lines.
    private void Write(string[] lines)
    {
        string next = _path + ".next";
        File.WriteAllLines(next, lines);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(next, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(next, _path, overwrite: true);
    }
}
