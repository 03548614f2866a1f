using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Settings;

/// <summary>What a front end keeps for each person, so that his other devices have it: layouts, looks. To the venue it is text; nothing here decides anything.</summary>
/// <remarks>The last change of a name stands: there is no version to compare, because nothing is lost that a press does not bring back (decision 031).</remarks>
public sealed class SettingDesk
{
    public const int ValueMax = 8192;
    private const int NamesMax = 32, NameMax = 40;

    private readonly Database _database;
    private readonly TimeProvider _time;

    internal SettingDesk(Database database, TimeProvider time) => (_database, _time) = (database, time);

    public IReadOnlyList<Setting> Of(PersonId person) =>
        _database.Read(s => s.Rows("SELECT name, value, changed_at FROM settings WHERE person = $1 ORDER BY name", static r => new Setting(r.Text(0), r.Text(1), r.Long(2)), person.Value));

    public Result<Setting> Keep(PersonId person, string name, string value)
    {
        if (name.Length is 0 or > NameMax || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')) return Refusal.BadField("name", $"The name has 1 to {NameMax} letters, digits, points and dashes.");
        if (value.Length is 0 or > ValueMax) return Refusal.BadField("value", $"The value has 1 to {ValueMax} characters.");
        return _database.Write<Result<Setting>>(s =>
        {
            if (s.Number("SELECT COUNT(*) FROM settings WHERE person = $1 AND name <> $2", person.Value, name) >= NamesMax) return new Refusal(IdentityCode.NotNow, $"There are at most {NamesMax} settings.");
            var kept = new Setting(name, value, _time.NowMs());
            s.Run("INSERT INTO settings (person, name, value, changed_at) VALUES ($1, $2, $3, $4) ON CONFLICT (person, name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at", person.Value, kept.Name, kept.Value, kept.ChangedAtMs);
            return kept;
        });
    }
}
