using Peregrine.Identity.People;
using Peregrine.Identity.Settings;
using Peregrine.Identity.Tests.World;

namespace Peregrine.Identity.Tests.Settings;

public class SettingTests
{
    [Fact]
    public async Task What_was_kept_last_under_a_name_is_found_again_after_a_restart_by_its_owner_alone()
    {
        using var home = new Home();
        SignedIn ada = await home.Join(), bob = await home.Join("bob@example.org");
        Keep(home, ada, "layout.desk", "old");
        home.Time.Pass(TimeSpan.FromMinutes(1));
        Setting newest = Keep(home, ada, "layout.desk", "{\"order\":[\"chart\"]}");
        Setting look = Keep(home, ada, "look", "{}");
        Keep(home, bob, "look", "bob's");
        home.Restart();
        Assert.Equal([newest, look], home.Registry.Settings.Of(ada.Person.Id));
        Assert.Equal(["bob's"], home.Registry.Settings.Of(bob.Person.Id).Select(s => s.Value));
    }

    [Fact]
    public async Task Names_and_values_have_limits_and_a_full_shelf_still_takes_what_is_on_it()
    {
        using var home = new Home();
        SignedIn ada = await home.Join();
        foreach (string name in new[] { "", "with space", "päge", "a/b", new string('n', 41) })
            Assert.Equal("name", home.Registry.Settings.Keep(ada.Person.Id, name, "v").Refusal!.Field);
        foreach (string value in new[] { "", new string('v', SettingDesk.ValueMax + 1) })
            Assert.Equal("value", home.Registry.Settings.Keep(ada.Person.Id, "look", value).Refusal!.Field);
        for (int i = 0; i < 32; i++) Keep(home, ada, $"n{i}", new string('v', SettingDesk.ValueMax));
        Assert.Equal(IdentityCode.NotNow, home.Registry.Settings.Keep(ada.Person.Id, "one-more", "v").Refusal!.Code);
        Assert.Equal("new", Keep(home, ada, "n7", "new").Value);
        Assert.Equal(32, home.Registry.Settings.Of(ada.Person.Id).Count);
    }

    private static Setting Keep(Home home, SignedIn who, string name, string value) => home.Registry.Settings.Keep(who.Person.Id, name, value).Value!;
}
