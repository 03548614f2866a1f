using Peregrine.Core;

namespace Peregrine.MarketData.Accounts;

/// <summary>Who may have been told something by events, read from these alone: perhaps some who were not, and nobody less.</summary>
public sealed class ToldAccounts
{
    private readonly HashSet<int> _accounts = [];

    public bool Has(int account) => _accounts.Contains(account);

    public void Add(ReadOnlySpan<byte> events)
    {
        EventReader reader = new(events);
        // Both sides of a trade: each of their positions has an event behind it.
        while (reader.Next()) _accounts.Add(reader.Header.Account);
    }
}
