namespace Peregrine.Engine.State;

/// <summary>Accounts whose money or positions a command changed, each once; empty between commands.</summary>
internal sealed class TouchedAccounts
{
    private readonly int[] _accounts;
    private readonly bool[] _isIn;
    private int _count;

    public TouchedAccounts(int capacity)
    {
        _accounts = new int[capacity];
        _isIn = new bool[capacity + 1];
    }

    public bool Any => _count != 0;

    public void Add(int account)
    {
        if (_isIn[account]) return;
        _isIn[account] = true;
        _accounts[_count++] = account;
    }

    /// <summary>All of them by id, and nobody from here on.</summary>
    public ReadOnlySpan<int> Take()
    {
        Span<int> accounts = _accounts.AsSpan(0, _count);
        accounts.Sort();
        foreach (int account in accounts) _isIn[account] = false;
        _count = 0;
        return accounts;
    }
}
