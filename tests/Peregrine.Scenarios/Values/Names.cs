using Peregrine.Core;
using Peregrine.Scenarios.Language;

namespace Peregrine.Scenarios.Values;

/// <summary>How one market's numbers are written: tick and lot as decimals.</summary>
public sealed record MarketScale(int Id, string Name, decimal Tick, decimal Lot);

/// <summary>An asset and the decimals of its own unit.</summary>
public sealed record AssetScale(int Id, string Name, int Decimals);

/// <summary>The names a scenario gave to accounts, markets, assets, keys, orders and withdrawals, and the numbers behind them.</summary>
public sealed class Names
{
    private readonly Dictionary<string, int> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrderId> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _orderOwners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _withdrawals = new(StringComparer.Ordinal);
    private readonly List<MarketScale> _markets = [];
    private readonly List<AssetScale> _assets = [new(1, "USDC", 6)];

    public IReadOnlyList<MarketScale> Markets => _markets;
    public IReadOnlyList<AssetScale> Assets => _assets;
    public int AccountCount => _accounts.Count;
    public int KeyCount => _keys.Count;
    public IEnumerable<string> AccountNames => _accounts.Keys;
    public IEnumerable<string> OrderNames => _orders.Keys;

    /// <summary>The market meant when none is named: the only one there is.</summary>
    public MarketScale? OnlyMarket => _markets.Count == 1 ? _markets[0] : null;

    public void AddMarket(MarketScale market) => _markets.Add(market);
    public void AddAsset(AssetScale asset) => _assets.Add(asset);
    public void Forget(MarketScale market) => _markets.Remove(market);
    public void Forget(AssetScale asset) => _assets.Remove(asset);
    public void SetAccount(string name, int id) => _accounts[name] = id;
    public void SetKey(string name, int id) => _keys[name] = id;
    public void SetWithdrawal(string name, long id) => _withdrawals[name] = id;

    public void SetOrder(string name, OrderId id, int owner)
    {
        _orders[name] = id;
        _orderOwners[name] = owner;
    }

    public bool HasKey(string name) => _keys.ContainsKey(name);
    public bool IsAccount(string name) => _accounts.ContainsKey(name);
    public bool IsOrder(string name) => _orders.ContainsKey(name) || name.StartsWith('#');
    public bool IsMarket(string name) => _markets.Exists(m => string.Equals(m.Name, name, StringComparison.Ordinal));
    public int OwnerOf(string order) => _orderOwners.GetValueOrDefault(order);

    public int Account(Token word)
    {
        if (word.Is("none")) return 0;
        if (_accounts.TryGetValue(word.Text, out int id)) return id;
        if (int.TryParse(word.Text, out id)) return id;
        throw new LanguageException(word, $"there is no account '{word}'{Spelling.Nearest(word.Text, _accounts.Keys)}");
    }

    public MarketScale? MarketById(int id) => _markets.Find(m => m.Id == id);

    public int Market(Token word)
    {
        if (word.Is("none")) return 0;
        if (_markets.Find(m => string.Equals(m.Name, word.Text, StringComparison.Ordinal)) is { } market) return market.Id;
        if (int.TryParse(word.Text, out int id)) return id;
        throw new LanguageException(word, $"there is no market '{word}'{Spelling.Nearest(word.Text, _markets.Select(m => m.Name))}");
    }

    public AssetScale? AssetById(int id) => _assets.Find(a => a.Id == id);

    public int Asset(Token word)
    {
        if (_assets.Find(a => string.Equals(a.Name, word.Text, StringComparison.Ordinal)) is { } asset) return asset.Id;
        if (int.TryParse(word.Text, out int id)) return id;
        throw new LanguageException(word, $"there is no asset '{word}'{Spelling.Nearest(word.Text, _assets.Select(a => a.Name))}");
    }

    public int Key(Token word)
    {
        if (word.Is("owner") || word.Is("none")) return 0;
        if (_keys.TryGetValue(word.Text, out int id)) return id;
        if (int.TryParse(word.Text, out id)) return id;
        throw new LanguageException(word, $"there is no key '{word}'{Spelling.Nearest(word.Text, _keys.Keys)}");
    }

    public long Withdrawal(Token word)
    {
        if (_withdrawals.TryGetValue(word.Text, out long id)) return id;
        if (long.TryParse(word.Text, out id)) return id;
        throw new LanguageException(word, $"there is no withdrawal '{word}'{Spelling.Nearest(word.Text, _withdrawals.Keys)}");
    }

    /// <summary>An order by name, or as <c>#seq.index</c>, or <c>none</c>.</summary>
    public OrderId Order(Token word)
    {
        if (word.Is("none")) return OrderId.None;
        if (_orders.TryGetValue(word.Text, out OrderId id)) return id;
        if (word.Text.StartsWith('#'))
        {
            string[] parts = word.Text[1..].Split('.');
            if (parts.Length == 2 && long.TryParse(parts[0], out long seq) && int.TryParse(parts[1], out int index)) return OrderId.Of(seq, index);
        }
        throw new LanguageException(word, $"there is no order '{word}'{Spelling.Nearest(word.Text, _orders.Keys)}");
    }

    public string NameOfOrder(OrderId id) => _orders.FirstOrDefault(o => o.Value == id).Key ?? $"#{id}";
    public string NameOfAccount(int id) => id == 0 ? "none" : _accounts.FirstOrDefault(a => a.Value == id).Key ?? id.ToString();
    public string NameOfMarket(int id) => id == 0 ? "none" : MarketById(id)?.Name ?? id.ToString();
    public string NameOfAsset(int id) => AssetById(id)?.Name ?? id.ToString();
    public string NameOfKey(int id) => id == 0 ? "owner" : _keys.FirstOrDefault(k => k.Value == id).Key ?? id.ToString();
    public string NameOfWithdrawal(long id) => _withdrawals.FirstOrDefault(k => k.Value == id).Key ?? id.ToString();
}
