using Peregrine.Identity.People;
using Peregrine.Identity.Storage;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.Storage;

public class MigrationTests
{
    [Fact]
    public async Task People_of_the_first_step_are_there_after_all_steps_with_everything_that_refers_to_them()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        home.Registry.Dispose();
        string[] tables = ["people", "accounts", "api_keys", "sessions", "signing_keys", "attempts", "audit", "venue"];
        string now = home.FilePath, before = home.FilePath + ".first";
        using (Database first = Database.Open(before, step: 1))
        {
            first.Execute($"ATTACH '{now}' AS later");
            first.Execute("PRAGMA foreign_keys = OFF");
            foreach (string table in tables)
            {
                string columns = string.Join(", ", first.Read(s => s.Rows($"SELECT name FROM pragma_table_info('{table}')", static r => r.Text(0))));
                first.Execute($"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM later.{table}");
            }
            first.Execute("DETACH later");
        }
        foreach (string file in Directory.GetFiles(home.Folder, "identity.db*").Where(f => !f.StartsWith(before, StringComparison.Ordinal))) File.Delete(file);
        File.Move(before, now);
        home.Restart();
        Assert.Equal(ada.Person.Id, (await home.Registry.People.SignIn(Home.Email, Home.Password, Home.Caller)).Value!.Person.Id);
        Assert.True(home.Registry.Sessions.Refresh(ada.Tokens.RefreshToken, Home.Caller).IsOk);
        Assert.Empty(home.Registry.Database.Read(static s => s.Rows("SELECT \"table\" FROM pragma_foreign_key_check", static r => r.Text(0))));
        Assert.True((await home.Join("bob@example.org")).Person.Id.Value > ada.Person.Id.Value);
    }
}
