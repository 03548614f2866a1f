using System.Security.Cryptography;
using Peregrine.Core;
using Peregrine.Identity.Secrets;

namespace Peregrine.Identity.Tests.Secrets;

public sealed class SecretTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peregrine-keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_sealed_opens_for_the_same_purpose_and_row_only()
    {
        SecretBox box = Box((1, 1));
        byte[] sealedBytes = box.Seal("api-secret", [1, 2], [9, 9, 9]);
        Assert.Equal([9, 9, 9], box.Open("api-secret", [1, 2], sealedBytes));
        Assert.ThrowsAny<CryptographicException>(() => box.Open("session", [1, 2], sealedBytes));
        Assert.ThrowsAny<CryptographicException>(() => box.Open("api-secret", [1, 3], sealedBytes));
        Assert.ThrowsAny<CryptographicException>(() => Box((1, 2)).Open("api-secret", [1, 2], sealedBytes));
        for (int i = 0; i < sealedBytes.Length; i++)
        {
            byte[] spoiled = [.. sealedBytes];
            spoiled[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => box.Open("api-secret", [1, 2], spoiled));
            Assert.ThrowsAny<CryptographicException>(() => box.Open("api-secret", [1, 2], sealedBytes.AsSpan(0, i)));
        }
        Assert.NotEqual(sealedBytes, box.Seal("api-secret", [1, 2], [9, 9, 9]));
    }

    [Fact]
    public void A_newer_master_key_seals_and_the_older_still_opens()
    {
        byte[] old = Box((1, 1)).Seal("p", [], [5]);
        SecretBox both = Box((1, 1), (2, 2));
        Assert.Equal([5], both.Open("p", [], old));
        byte[] young = both.Seal("p", [], [6]);
        Assert.Equal([6], Box((2, 2)).Open("p", [], young));
        Assert.ThrowsAny<CryptographicException>(() => Box((1, 1)).Open("p", [], young));
        Assert.Equal(Box((1, 1)).Subkey("q"), both.Subkey("q"));
        Assert.NotEqual(both.Subkey("q"), both.Subkey("r"));
    }

    [Fact]
    public void A_key_file_is_its_owners_alone_and_holds_a_key_of_its_own()
    {
        string path = Path.Combine(_folder, "a.key"), other = Path.Combine(_folder, "b.key");
        KeyFile.Create(path);
        KeyFile.Create(other);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(32, KeyFile.Read(path)[1].Length);
        Assert.NotEqual(KeyFile.Read(path)[1], KeyFile.Read(other)[1]);
        File.AppendAllText(path, $"# the second\n2 {Convert.ToBase64String(new byte[32])}\n");
        Assert.Equal("1 2", string.Join(' ', KeyFile.Read(path).Keys));
        Assert.Throws<StorageException>(() => KeyFile.Create(path));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherExecute)]
    public void A_key_file_open_to_others_is_refused_with_the_way_to_close_it(UnixFileMode mode)
    {
        string path = Path.Combine(_folder, "open.key");
        KeyFile.Create(path);
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | mode);
        Assert.Contains($"chmod 600 {path}", Assert.Throws<StorageException>(() => KeyFile.Read(path)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("1 AAAA\n")]
    [InlineData("0 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("256 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    public void What_is_no_key_file_is_refused(string text)
    {
        string path = Path.Combine(_folder, "bad.key");
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Throws<StorageException>(() => KeyFile.Read(path));
    }

    [Fact]
    public void A_password_matches_its_own_hash_and_no_other()
    {
        var hasher = new PasswordHasher(3);
        string stored = hasher.Make("Passwort äöü");
        Assert.NotEqual(stored, hasher.Make("Passwort äöü"));
        Assert.Equal(PasswordMatch.Yes, hasher.Check("Passwort äöü", stored));
        Assert.Equal(PasswordMatch.No, hasher.Check("Passwort äöu", stored));
        Assert.Equal(PasswordMatch.No, hasher.Check("Passwort äöü", stored: null));
        Assert.Equal(PasswordMatch.YesButOutdated, new PasswordHasher(4).Check("Passwort äöü", stored));
        Assert.Equal(PasswordMatch.Yes, new PasswordHasher(2).Check("Passwort äöü", stored));
    }

    [Fact]
    public void A_stored_hash_is_what_it_says()
    {
        // Python: hashlib.pbkdf2_hmac('sha512', b'correct horse', bytes(range(16)), 1000, 32)
        const string Stored = "pbkdf2-sha512$1000$AAECAwQFBgcICQoLDA0ODw==$Xpx07WjVx4vCIvrmBRj8uOoVVtGqJqtUv2J5bhizSQs=";
        Assert.Equal(PasswordMatch.Yes, new PasswordHasher(1000).Check("correct horse", Stored));
        Assert.Equal(PasswordMatch.No, new PasswordHasher(1000).Check("correct horse", Stored.Replace("$1000$", "$1001$")));
    }

    private static SecretBox Box(params (byte Number, byte Fill)[] keys)
    {
        var masters = new SortedDictionary<byte, byte[]>();
        foreach ((byte number, byte fill) in keys) masters[number] = [.. Enumerable.Repeat(fill, KeyFile.KeyBytes)];
        return new SecretBox(masters);
    }
}
