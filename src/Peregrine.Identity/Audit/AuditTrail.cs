using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Audit;

/// <summary>Who did what, when and from where. A line is written in the transaction of the act itself, so neither is there without the other.</summary>
public sealed class AuditTrail
{
    private const string Columns = "id, at, actor, act, person, subject, address, device, detail";

    private readonly Database _database;
    private readonly TimeProvider _time;

    internal AuditTrail(Database database, TimeProvider time) => (_database, _time) = (database, time);

    /// <summary>A person's lines, newest first.</summary>
    public IReadOnlyList<AuditEntry> Of(PersonId person, long beforeId, int count) => _database.Read(s => s.Rows(
        $"SELECT {Columns} FROM audit WHERE person = $1 AND id < $2 ORDER BY id DESC LIMIT $3", Entry, person.Value, beforeId, count));

    /// <summary>Everybody's lines behind a place, oldest first: how a follower keeps up.</summary>
    public IReadOnlyList<AuditEntry> After(long id, int count) => _database.Read(s => s.Rows(
        $"SELECT {Columns} FROM audit WHERE id > $1 ORDER BY id LIMIT $2", Entry, id, count));

    internal void Add(Statements s, Act act, PersonId actor, PersonId person, Caller? caller, string subject = "", string detail = "") => s.Run(
        "INSERT INTO audit (at, actor, act, person, subject, address, device, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        _time.NowMs(), actor.Value, (int)act, person.Value, subject, caller?.Address.ToString() ?? "", caller?.Device ?? "", detail);

    private static AuditEntry Entry(Row r) =>
        new(r.Long(0), r.Long(1), new(r.Long(2)), (Act)r.Byte(3), new(r.Long(4)), r.Text(5), r.Text(6), r.Text(7), r.Text(8));
}
