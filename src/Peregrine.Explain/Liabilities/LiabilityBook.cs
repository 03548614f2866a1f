using System.Buffers.Binary;
using System.Security.Cryptography;
using Peregrine.Core;
using Peregrine.Explain.Past;

namespace Peregrine.Explain.Liabilities;

/// <summary>Makes every account's leaf of a venue's state, as an engine describes it.</summary>
public sealed class LiabilityBook
{
    private const int SettleAsset = 1;

    private readonly PastVenue _venue = new();
    private readonly SortedDictionary<int, long> _shares = [];
    private readonly SortedSet<int> _accounts = [];
    private readonly Dictionary<int, (long Index, int Decimals)> _assets = [];
    private readonly List<(int Account, int Asset, long Amount)> _holdings = [];
    private readonly Dictionary<int, List<int>> _markets = [];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private (long Supplied, long Shares) _lending;

    /// <summary>Engine time of the state.</summary>
    public long TimeNs { get; private set; }

    /// <summary>Takes the next piece of the state.</summary>
    public void Take(ReadOnlySpan<byte> state)
    {
        _hash.AppendData(state);
        EventReader reader = new(state);
        while (reader.Next())
        {
            TimeNs = reader.Header.TimeNs;
            _venue.Take(ref reader);
            Take(ref reader);
        }
    }

    /// <summary>SHA-256 over the whole state: what else was true at that moment cannot be changed afterwards either.</summary>
    public byte[] StateHash() => _hash.GetHashAndReset();

    public IEnumerable<LiabilityLeaf> Leaves()
    {
        ILookup<int, (int Account, int Asset, long Amount)> holdings = _holdings.ToLookup(static h => h.Account);
        foreach (int account in _accounts)
        {
            long collateral = holdings[account].Sum(h => _assets.TryGetValue(h.Asset, out var asset) ? Exact.Floor((Int128)h.Amount * asset.Index, Unit(asset.Decimals)) : 0);
            long lent = _lending.Shares == 0 ? 0 : Exact.Floor((Int128)_shares.GetValueOrDefault(account) * _lending.Supplied, _lending.Shares);
            (long pots, long unrealised, byte[] positions) = Held(account);
            yield return new LiabilityLeaf(account, _venue.Cash(account), pots, unrealised, collateral, lent, positions);
        }
    }

    private void Take(ref EventReader told)
    {
        ref readonly EventHeader header = ref told.Header;
        switch (header.Kind)
        {
            case EventKind.StateAccount:
                _accounts.Add(header.Account);
                break;
            case EventKind.StateAsset:
                StateAsset asset = told.Body<StateAsset>();
                _assets[asset.Asset] = (asset.Index.Value, asset.Terms.Decimals);
                break;
            case EventKind.StateHolding:
                StateHolding holding = told.Body<StateHolding>();
                if (holding.Asset != SettleAsset) _holdings.Add((header.Account, holding.Asset, holding.Amount));
                break;
            case EventKind.StatePosition:
                if (!_markets.TryGetValue(header.Account, out List<int>? held)) _markets[header.Account] = held = [];
                held.Add(header.Market);
                break;
            case EventKind.StateCredit:
                _shares[header.Account] = told.Body<StateCredit>().Shares;
                break;
            case EventKind.StateLending:
                _lending = (told.Body<StateLending>().Supplied.Value, told.Body<StateLending>().TotalShares);
                break;
            default:
                break;
        }
    }

    private (long Pots, long Unrealised, byte[] Positions) Held(int account)
    {
        (long pots, long unrealised) = (0, 0);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (int market in _markets.GetValueOrDefault(account, []).Order())
        {
            PastPosition position = _venue.Position(account, market);
            PastMarket known = _venue.Market(market);
            pots += position.Pot;
            if (position.Size != 0) unrealised += known.Unrealised(position.Size, position.Cost, known.Mark.Value);
            foreach (long value in (ReadOnlySpan<long>)[market, position.Size, position.Cost, position.Pot, (long)position.Mode])
            {
                BinaryPrimitives.WriteInt64LittleEndian(number, value);
                hash.AppendData(number);
            }
        }
        return (pots, unrealised, hash.GetHashAndReset());
    }

    private static long Unit(int decimals)
    {
        long unit = 1;
        for (int i = 0; i < decimals; i++) unit *= 10;
        return unit;
    }
}
