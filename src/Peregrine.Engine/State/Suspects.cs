namespace Peregrine.Engine.State;

/// <summary>Accounts whose margin must be tested when the command's own work is done, and the prices that may have brought others there.</summary>
/// <remarks>Empty between commands. A venue without liquidation suspects nobody.</remarks>
internal sealed class Suspects
{
    private const byte Reached = 1;
    private const byte Touched = 2;

    private readonly byte[] _marks;
    private readonly int[] _accounts;
    private readonly bool[] _marketMoved;
    private readonly bool[] _assetMoved;
    private readonly bool[] _marketRetested;
    private readonly bool[] _assetRetested;
    private readonly bool _isOff;
    private int _count;
    private int _moved;

    public Suspects(int accountsMax, int marketsMax, int assetsMax, bool isOff)
    {
        _isOff = isOff;
        _marks = new byte[accountsMax + 1];
        _accounts = new int[accountsMax];
        _marketMoved = new bool[marketsMax + 1];
        _assetMoved = new bool[assetsMax + 1];
        _marketRetested = new bool[marketsMax + 1];
        _assetRetested = new bool[assetsMax + 1];
    }

    public bool IsOff => _isOff;

    public bool Any => (_count | _moved) != 0;

    /// <summary>A command changed the account's money or positions.</summary>
    public void Touch(int account)
    {
        if (!_isOff) Add(account, Touched);
    }

    /// <summary>A price went past one of its thresholds.</summary>
    public void Reach(int account) => Add(account, Reached);

    public void MoveMarket(int market)
    {
        if (_isOff || _marketMoved[market]) return;
        _marketMoved[market] = true;
        _moved++;
    }

    public void MoveAsset(int asset)
    {
        if (_isOff || _assetMoved[asset]) return;
        _assetMoved[asset] = true;
        _moved++;
    }

    /// <summary>The market asks for another margin: no threshold spares its holders the test.</summary>
    public void RetestMarket(int market)
    {
        if (_isOff) return;
        MoveMarket(market);
        _marketRetested[market] = true;
    }

    /// <summary>The asset counts for more or less: the same.</summary>
    public void RetestAsset(int asset)
    {
        if (_isOff) return;
        MoveAsset(asset);
        _assetRetested[asset] = true;
    }

    public bool HasMoves => _moved != 0;

    public bool HasMovedMarket(int market) => _marketMoved[market];

    public bool HasMovedAsset(int asset) => _assetMoved[asset];

    public bool IsRetestedMarket(int market) => _marketRetested[market];

    public bool IsRetestedAsset(int asset) => _assetRetested[asset];

    /// <summary>Everybody whom the moved prices reached has been tested.</summary>
    public void ForgetMoves()
    {
        Array.Clear(_marketMoved);
        Array.Clear(_assetMoved);
        Array.Clear(_marketRetested);
        Array.Clear(_assetRetested);
        _moved = 0;
    }

    /// <summary>All of them by id; each is asked for with <see cref="Release"/>.</summary>
    public ReadOnlySpan<int> Take()
    {
        Span<int> accounts = _accounts.AsSpan(0, _count);
        // Two are the sides of a fill.
        if (_count == 2 && accounts[0] > accounts[1]) (accounts[0], accounts[1]) = (accounts[1], accounts[0]);
        else if (_count > 2) accounts.Sort();
        _count = 0;
        return accounts;
    }

    /// <summary>Whether the account's own business brought it here, and not a price alone.</summary>
    public bool Release(int account)
    {
        bool touched = _marks[account] >= Touched;
        _marks[account] = 0;
        return touched;
    }

    private void Add(int account, byte mark)
    {
        ref byte known = ref _marks[account];
        if (known == 0) _accounts[_count++] = account;
        known |= mark;
    }
}
