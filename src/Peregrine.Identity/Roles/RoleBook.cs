using System.Collections.Concurrent;
using Peregrine.Identity.People;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Roles;

/// <summary>Who has which role, in memory: asked with every request, keys' too, whose tokens name none.</summary>
public sealed class RoleBook
{
    private readonly ConcurrentDictionary<long, Role> _roles;
    private readonly PeopleDesk _people;

    internal RoleBook(Database database, PeopleDesk people)
    {
        _people = people;
        IReadOnlyList<KeyValuePair<long, Role>> stored = database.Read(static s => s.Rows(
            "SELECT id, role FROM people WHERE role <> $1", static r => KeyValuePair.Create(r.Long(0), (Role)r.Byte(1)), (int)Role.Trader));
        _roles = new ConcurrentDictionary<long, Role>(stored);
    }

    public Role Of(PersonId person) => _roles.TryGetValue(person.Value, out Role role) ? role : Role.Trader;

    /// <summary>Everybody who is more than a trader.</summary>
    public IReadOnlyList<(PersonId Person, Role Role)> All => [.. _roles.Where(static r => r.Value != Role.Trader).OrderBy(static r => r.Key).Select(static r => (new PersonId(r.Key), r.Value))];

    /// <summary>What the venue decided, by whatever way: two of its people, the token of a first start, or its owner at the machine. The person's sessions end.</summary>
    public Refusal? Set(PersonId person, Role role, Caller? caller)
    {
        // Less before it is stored, more only after: in between nobody may what he may not.
        Role before = Of(person);
        if (role is Role.Auditor or Role.Trader) _roles[person.Value] = role;
        Refusal? refusal = _people.SetRole(PersonId.Venue, person, role, caller);
        _roles[person.Value] = refusal is null ? role : before;
        return refusal;
    }
}
