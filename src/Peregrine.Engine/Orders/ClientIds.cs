using System.Numerics;
using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Which client order ids are known: those of living orders, and of ended ones for as long as the pool has room (domain §15.3).</summary>
/// <remarks>
/// Finished ids form one queue, oldest first, and within it one queue per account. What leaves is always the front of its account's queue: the
/// oldest of all is also its account's oldest. So only the queue of all needs links both ways, and every eviction is O(1).
/// The hash table's order never leaves it: snapshots tell living ids with their orders and finished ones in queue order. So its salt is no state
/// and may differ between replicas; a secret one keeps clients, who choose the texts, from filling one bucket.
/// </remarks>
internal sealed class ClientIds
{
    /// <summary>Living and finished ids of one account.</summary>
    public const int AccountMax = 8192;

    private readonly EngineState _state;
    private readonly Slab<ClientIdEntry> _entries;
    private readonly int[] _buckets;
    /// <summary>The next younger finished id of the same account. Apart, since an entry fills a cache line and living ids never touch this.</summary>
    private readonly int[] _newerOfAccount;
    private readonly ulong _salt;
    private int _oldest;
    private int _newest;
    private int _finished;

    public ClientIds(EngineState state, ulong salt = 0)
    {
        int capacity = state.Capacities.ClientIdsMax;
        _state = state;
        _salt = salt;
        _entries = new Slab<ClientIdEntry>(capacity);
        _buckets = new int[BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _newerOfAccount = new int[capacity + 1];
    }

    public int Count => _entries.Count;
    public int FinishedCount => _finished;

    /// <summary>The public metric: ids whose orders ended after this sequence number are remembered, but for accounts past their share.</summary>
    public long RetentionReachedSeq { get; private set; }

    /// <summary>The entry of an id, alive or finished; 0 when nobody has it.</summary>
    public int Find(int account, in ClientOrderId id)
    {
        ClientIdHash hash = ClientIdHash.Of(account, in id);
        int at = _buckets[BucketOf(in hash)];
        while (at != 0 && !Matches(in _entries[at], account, in id, in hash)) at = _entries[at].NextInBucket;
        return at;
    }

    /// <summary>Whether <see cref="Add"/> would succeed: asked among the checks, so that an order refused later evicts nothing.</summary>
    public bool HasRoom(int account)
    {
        ref Account owner = ref _state.Accounts[account];
        if (owner.ClientIdCount >= AccountMax) return owner.FirstClientId != 0;
        return !_entries.Full || _oldest != 0;
    }

    /// <summary>Remembers an id that is not known yet; 0 when living ones fill the pool or the account's share of it.</summary>
    public int Add(int account, in ClientOrderId id, OrderId order, ulong terms)
    {
        Invariant.That(!id.IsEmpty, "only a given id is remembered");
        if (!HasRoom(account)) return 0;
        ref Account owner = ref _state.Accounts[account];
        if (owner.ClientIdCount >= AccountMax) Evict(owner.FirstClientId);
        else if (_entries.Full) EvictOldest();
        int slot = _entries.Rent();
        ref ClientIdEntry entry = ref _entries[slot];
        entry = new ClientIdEntry { Text = id, Order = order, Terms = terms, Account = account };
        Link(ref entry, slot, ClientIdHash.Of(account, in id));
        owner.ClientIdCount++;
        return slot;
    }

    /// <summary>The text of a living id.</summary>
    public ref readonly ClientOrderId TextOf(int entry)
    {
        ref ClientIdEntry found = ref _entries[entry];
        Invariant.That(found.IsLive, "a finished id has no text");
        return ref found.Text;
    }

    public bool IsLive(int entry) => _entries[entry].IsLive;
    public OrderId OrderOf(int entry) => _entries[entry].Order;
    public ulong TermsOf(int entry) => _entries[entry].Terms;

    /// <summary>How the order of a finished id ended; <see cref="OrderState.None"/> while it lives.</summary>
    public OrderState StateOf(int entry) => _entries[entry].IsFinished ? _entries[entry].State : OrderState.None;

    /// <summary>What the order of a finished id had filled.</summary>
    public Lots FilledOf(int entry) => _entries[entry].IsFinished ? _entries[entry].Filled : Lots.Zero;

    /// <summary>The order has ended: its text gives way to a hash, and it may be evicted from now on.</summary>
    public void Finish(int entry, OrderState state, Lots filled)
    {
        ref ClientIdEntry ended = ref _entries[entry];
        Invariant.That(ended.IsLive, "an order ends once");
        ended.End(state, _state.Seq, ClientIdHash.Of(ended.Account, in ended.Text), filled);
        Queue(ref ended, entry);
    }

    /// <summary>Drops a living id whose order was refused after all.</summary>
    public void Forget(int entry)
    {
        ref ClientIdEntry refused = ref _entries[entry];
        Invariant.That(refused.IsLive, "only a living id is forgotten");
        Drop(ref refused, entry, ClientIdHash.Of(refused.Account, in refused.Text));
    }

    /// <summary>The first finished id in canonical order, or 0.</summary>
    public int OldestFinished => _oldest;

    public int NextFinished(int entry) => _entries[entry].Newer;

    /// <summary>The next younger finished id of the same account; for checks.</summary>
    public int NextOfAccount(int entry) => _newerOfAccount[entry];

    /// <summary>Whether a finished id is found where its hash says; for checks.</summary>
    public bool IsListed(int entry)
    {
        int at = _buckets[BucketOf(_entries[entry].Hash)];
        while (at != 0 && at != entry) at = _entries[at].NextInBucket;
        return at == entry;
    }

    public FinishedClientId FinishedAt(int entry)
    {
        ref ClientIdEntry ended = ref _entries[entry];
        Invariant.That(ended.IsFinished, "a living id is told with its order");
        return new(ended.Account, ended.Hash, ended.Order, ended.Terms, ended.State, ended.Filled, ended.FinishedSeq);
    }

    /// <summary>Appends a finished id from a snapshot; they come in canonical order. Living ones come back through <see cref="Add"/>.</summary>
    public void Restore(in FinishedClientId told)
    {
        Invariant.That(!_entries.Full, "a snapshot fits the capacity it was made with");
        int slot = _entries.Rent();
        ref ClientIdEntry entry = ref _entries[slot];
        entry = new ClientIdEntry { Order = told.Order, Terms = told.Terms, Account = told.Account };
        entry.End(told.State, told.FinishedSeq, told.Hash, told.Filled);
        Link(ref entry, slot, told.Hash);
        Queue(ref entry, slot);
        _state.Accounts[told.Account].ClientIdCount++;
    }

    public void RestoreRetention(long seq) => RetentionReachedSeq = seq;

    private static bool Matches(in ClientIdEntry entry, int account, in ClientOrderId id, in ClientIdHash hash) =>
        entry.IsLive ? entry.Account == account && entry.Text.Equals(id) : entry.Hash == hash;

    private int BucketOf(in ClientIdHash hash) =>
        (int)(Hash64.SplitMix(unchecked(hash.High + _salt) ^ hash.Low) & (ulong)(_buckets.Length - 1));

    private void Link(ref ClientIdEntry entry, int slot, in ClientIdHash hash)
    {
        ref int bucket = ref _buckets[BucketOf(in hash)];
        entry.NextInBucket = bucket;
        bucket = slot;
    }

    private void Queue(ref ClientIdEntry entry, int slot)
    {
        entry.Older = _newest;
        entry.Newer = 0;
        if (_newest == 0) _oldest = slot;
        else _entries[_newest].Newer = slot;
        _newest = slot;
        _finished++;

        ref Account owner = ref _state.Accounts[entry.Account];
        _newerOfAccount[slot] = 0;
        if (owner.LastClientId == 0) owner.FirstClientId = slot;
        else _newerOfAccount[owner.LastClientId] = slot;
        owner.LastClientId = slot;
    }

    private void EvictOldest()
    {
        RetentionReachedSeq = _entries[_oldest].FinishedSeq;
        Evict(_oldest);
    }

    private void Evict(int slot)
    {
        ref ClientIdEntry entry = ref _entries[slot];
        ref Account owner = ref _state.Accounts[entry.Account];
        Invariant.That(owner.FirstClientId == slot, "what leaves is its account's oldest");
        owner.FirstClientId = _newerOfAccount[slot];
        if (owner.FirstClientId == 0) owner.LastClientId = 0;
        if (entry.Older == 0) _oldest = entry.Newer;
        else _entries[entry.Older].Newer = entry.Newer;
        if (entry.Newer == 0) _newest = entry.Older;
        else _entries[entry.Newer].Older = entry.Older;
        _finished--;
        Drop(ref entry, slot, entry.Hash);
    }

    private void Drop(ref ClientIdEntry entry, int slot, in ClientIdHash hash)
    {
        ref int link = ref _buckets[BucketOf(in hash)];
        while (link != slot) link = ref _entries[link].NextInBucket;
        link = entry.NextInBucket;
        _state.Accounts[entry.Account].ClientIdCount--;
        _entries.Return(slot);
    }
}
