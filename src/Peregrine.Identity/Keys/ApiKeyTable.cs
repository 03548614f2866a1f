using System.Collections.Concurrent;
using System.Net;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Keys;

/// <summary>All living keys by name, in memory: asked with every signed request. A key that is not in here opens nothing.</summary>
internal sealed class ApiKeyTable
{
    private readonly ConcurrentDictionary<Id128, ApiKeyEntry> _entries = new();
    private readonly ConcurrentQueue<ApiKeyEntry> _used = new();

    public ApiKeyEntry? Find(Id128 name) => _entries.GetValueOrDefault(name);

    public void Set(Id128 name, ApiKeyEntry entry) => _entries[name] = entry;

    public void Remove(Id128 name) => _entries.TryRemove(name, out _);

    public void Use(ApiKeyEntry entry, long nowMs, IPAddress address)
    {
        if (entry.Use(nowMs, address)) _used.Enqueue(entry);
    }

    /// <summary>Writes down the last uses since the last time, in one transaction, later than they happened.</summary>
    public void WriteUses(Database database)
    {
        if (_used.IsEmpty) return;
        List<ApiKeyEntry> used = [];
        while (_used.TryDequeue(out ApiKeyEntry? entry))
        {
            entry.TakeNote();
            used.Add(entry);
        }
        database.Write(s =>
        {
            foreach (ApiKeyEntry entry in used)
            {
                s.Run(
                    "UPDATE api_keys SET last_used_at = $2, last_used_from = $3 WHERE id = $1 AND COALESCE(last_used_at, 0) <= $2",
                    entry.Row, entry.LastUsedMs, entry.LastUsedFrom?.ToString());
            }
        });
    }
}
