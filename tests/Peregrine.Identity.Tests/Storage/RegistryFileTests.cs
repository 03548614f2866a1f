using Microsoft.Data.Sqlite;
using Peregrine.Core;
using Peregrine.Identity.Storage;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.Storage;

public class RegistryFileTests
{
    [Fact]
    public async Task The_file_its_log_and_its_key_are_their_owners_alone()
    {
        using var home = new Home();
        await home.Join();
        string[] files = Directory.GetFiles(home.Folder);
        Assert.Contains(files, static f => f.EndsWith("-wal", StringComparison.Ordinal));
        Assert.All(files, static f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
    }

    [Fact]
    public async Task A_file_that_another_program_holds_is_told_and_nothing_is_half_done()
    {
        using var home = new Home();
        await home.Join();
        using (SqliteConnection other = Open(home))
        {
            Run(other, "BEGIN IMMEDIATE");
            StorageException e = await Assert.ThrowsAsync<StorageException>(async () => await home.Registry.People.SignUp("bob@example.org", Home.Password, Home.Caller));
            Assert.Contains("another program holds it", e.Message);
            Assert.Contains(home.FilePath, e.Message);
            Run(other, "ROLLBACK");
        }
        Assert.Equal(1, People(home));
        await home.Join("bob@example.org");
        Assert.Equal(2, People(home));
    }

    [Fact]
    public async Task A_full_disk_is_told_nothing_is_half_done_and_room_is_enough_to_go_on()
    {
        using var home = new Home();
        string ada = (await home.Join()).Tokens.RefreshToken;
        int signUps = 0;
        home.Registry.Database.Execute($"PRAGMA max_page_count = {home.Registry.Database.Read(static s => s.Number("PRAGMA page_count"))}");
        StorageException? full = null;
        for (; full is null && signUps < 200; signUps++)
        {
            home.Time.Pass(TimeSpan.FromHours(25));
            try
            {
                await home.Registry.People.SignUp($"p{signUps}@example.org", Home.Password, Home.Caller);
            }
            catch (StorageException e)
            {
                full = e;
            }
        }
        Assert.True(full!.IsFull);
        Assert.Contains("the disk is full", full.Message);
        Assert.Equal(0, home.Registry.Database.Read(static s => s.Number(
            "SELECT COUNT(*) FROM people p WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.person = p.id) OR NOT EXISTS (SELECT 1 FROM audit WHERE act = 1 AND person = p.id)")));
        Assert.Equal("ok", home.Registry.Database.Read(static s => s.First("PRAGMA integrity_check", static r => r.Text(0))));
        home.Registry.Database.Execute("PRAGMA max_page_count = 1000000");
        Assert.Null(await home.Registry.People.SignUp($"p{signUps}@example.org", Home.Password, Home.Caller));
        Assert.Equal(IdentityCode.TokenExpired, home.Registry.Sessions.Refresh(ada, Home.Caller).Refusal!.Code);
    }

    [Fact]
    public async Task A_file_that_turns_out_damaged_takes_nothing_more_and_those_inside_stay_inside()
    {
        using var home = new Home();
        string ada = (await home.Join()).Tokens.AccessToken;
        home.Registry.Database.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        using (FileStream file = new(home.FilePath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = 4096;
            file.Write([.. Enumerable.Repeat((byte)0xA5, (int)(file.Length - 4096))]);
        }
        home.Registry.Database.Execute("PRAGMA shrink_memory");
        await Assert.ThrowsAsync<StorageException>(async () => await home.Registry.People.SignUp("bob@example.org", Home.Password, Home.Caller));
        StorageException e = await Assert.ThrowsAsync<StorageException>(async () => await home.Registry.People.SignUp("bob@example.org", Home.Password, Home.Caller));
        Assert.Contains("before a restart", e.Message);
        Assert.Equal(IdentityCode.None, home.Registry.Tokens.Check(System.Text.Encoding.ASCII.GetBytes(ada), out _));
    }

    [Fact]
    public void A_file_of_a_newer_program_is_left_alone()
    {
        using var home = new Home();
        using (SqliteConnection other = Open(home)) Run(other, $"PRAGMA user_version = {Migrations.Newest + 1}");
        StorageException e = Assert.Throws<StorageException>(() => home.Restart());
        Assert.Contains("newer program", e.Message);
    }

    [Fact]
    public void A_file_of_another_venue_is_left_alone()
    {
        using var home = new Home();
        StorageException e = Assert.Throws<StorageException>(() => home.Restart(Home.Quick with { VenueId = 8 }));
        Assert.Contains("belongs to venue 7, and this is venue 8", e.Message);
    }

    [Fact]
    public void A_missing_key_is_not_replaced_by_a_new_one()
    {
        using var home = new Home();
        string key = Path.Combine(home.Folder, Registry.KeyFileName);
        File.Move(key, key + ".away");
        Assert.Contains("restore it", Assert.Throws<StorageException>(() => home.Restart()).Message);
        Assert.False(File.Exists(key));
        File.Move(key + ".away", key);
        home.Restart();
    }

    [Fact]
    public void Another_venues_key_is_told()
    {
        using var home = new Home();
        using var other = new Home();
        home.Registry.Dispose();
        File.Copy(Path.Combine(other.Folder, Registry.KeyFileName), Path.Combine(home.Folder, Registry.KeyFileName), overwrite: true);
        Assert.Contains("is not the key", Assert.Throws<StorageException>(() => home.Restart()).Message);
    }

    [Fact]
    public void What_is_no_database_is_told()
    {
        using var home = new Home();
        home.Registry.Dispose();
        foreach (string file in Directory.GetFiles(home.Folder, "identity.db*")) File.Delete(file);
        File.WriteAllText(home.FilePath, new string('?', 5000));
        Assert.Contains(home.FilePath, Assert.Throws<StorageException>(() => home.Restart()).Message);
    }

    [Fact]
    public async Task The_audit_trail_cannot_be_changed_or_shortened()
    {
        using var home = new Home();
        await home.Join();
        using SqliteConnection other = Open(home);
        Assert.Contains("append only", Assert.Throws<SqliteException>(() => Run(other, "UPDATE audit SET actor = 0")).Message);
        Assert.Contains("append only", Assert.Throws<SqliteException>(() => Run(other, "DELETE FROM audit")).Message);
    }

    [Fact]
    public async Task A_value_that_looks_like_a_statement_is_a_value()
    {
        using var home = new Home();
        const string Label = "'); DROP TABLE people; --";
        var ada = await home.Join("'--@example.org");
        Assert.Equal(Label, (await home.Registry.Accounts.OpenSub(ada.Person.Id, Label, Home.Caller)).Value!.Label);
        Assert.Equal(1, People(home));
    }

    [Fact]
    public async Task A_failure_in_the_middle_of_a_transaction_leaves_nothing_of_it()
    {
        using var home = new Home();
        await home.Join();
        Assert.Throws<InvalidOperationException>(() => home.Registry.Database.Write(static s =>
        {
            s.Run("INSERT INTO people (email, role, created_at) VALUES ('x@example.org', 1, 0)");
            throw new InvalidOperationException("in the middle");
        }));
        Assert.Equal(1, People(home));
        await home.Join("bob@example.org");
    }

    [Theory]
    [InlineData(nameof(IdentityOptions.VenueId))]
    [InlineData(nameof(IdentityOptions.Issuer))]
    [InlineData(nameof(IdentityOptions.PasswordIterations))]
    [InlineData(nameof(IdentityOptions.AccessTokenLife))]
    [InlineData(nameof(IdentityOptions.SessionLife))]
    [InlineData(nameof(IdentityOptions.ClockSkew))]
    public void An_option_that_does_not_do_is_named(string option)
    {
        IdentityOptions good = new() { VenueId = 1 };
        IdentityOptions bad = option switch
        {
            nameof(IdentityOptions.VenueId) => good with { VenueId = 0 },
            nameof(IdentityOptions.Issuer) => good with { Issuer = "a \"quoted\" name" },
            nameof(IdentityOptions.PasswordIterations) => good with { PasswordIterations = 99_999 },
            nameof(IdentityOptions.AccessTokenLife) => good with { AccessTokenLife = TimeSpan.FromHours(2) },
            nameof(IdentityOptions.SessionLife) => good with { SessionLife = TimeSpan.FromDays(1) },
            _ => good with { ClockSkew = TimeSpan.FromMinutes(2) },
        };
        good.Validate();
        Assert.Contains(option, Assert.Throws<ArgumentException>(bad.Validate).Message);
    }

    private static long People(Home home) => home.Registry.Database.Read(static s => s.Number("SELECT COUNT(*) FROM people"));

    private static SqliteConnection Open(Home home)
    {
        SqliteConnection connection = new($"Data Source={home.FilePath};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
