namespace Peregrine.Identity.Accounts;

/// <summary>Whose account it is, by the engine's number: asked with every request. The engine numbers densely, so it is an array.</summary>
internal sealed class AccountOwners
{
    private readonly Lock _growing = new();
    private long[] _persons = new long[1024];

    /// <summary>The venue where the account is not known.</summary>
    public PersonId Of(int account)
    {
        long[] persons = Volatile.Read(ref _persons);
        return account >= 0 && account < persons.Length ? new(Volatile.Read(ref persons[account])) : PersonId.Venue;
    }

    public void Set(int account, PersonId person)
    {
        lock (_growing)
        {
            if (account >= _persons.Length)
            {
                long[] larger = new long[Math.Max(account + 1, _persons.Length * 2)];
                _persons.CopyTo(larger, 0);
                Volatile.Write(ref _persons, larger);
            }
            Volatile.Write(ref _persons[account], person.Value);
        }
    }
}
