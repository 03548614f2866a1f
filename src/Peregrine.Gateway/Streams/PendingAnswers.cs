using Peregrine.Core;

namespace Peregrine.Gateway.Streams;

/// <summary>Commands of one socket that are under way, and the answers that have come. The thread that answers everybody only notes them here; the socket's sending loop writes them, all that have come at once.</summary>
/// <typeparam name="T">What is needed to write the answer.</typeparam>
/// <param name="commands">Where they go.</param>
/// <param name="ring">Wakes the sending loop.</param>
/// <param name="answer">Writes one.</param>
internal sealed class PendingAnswers<T>(OutgoingCommands commands, Action ring, Action<T, CommandReceipt> answer) : IReceiptTaker
{
    private readonly Lock _coming = new();
    private readonly Lock _tickets = new();
    private readonly Stack<int> _free = new();
    private readonly List<T> _whats = [];
    private T[] _asked = new T[8];
    private int _used;
    private List<(int Ticket, CommandReceipt Receipt)> _come = [];
    private List<(int Ticket, CommandReceipt Receipt)> _telling = [];

    public void Submit(ReadOnlySpan<Command> group, T what) => commands.Add(group, this, Keep(what));

    void IReceiptTaker.Take(int ticket, in CommandReceipt receipt)
    {
        bool isFirst;
        lock (_coming)
        {
            isFirst = _come.Count == 0;
            _come.Add((ticket, receipt));
        }
        if (isFirst) ring();
    }

    /// <summary>Writes what has come. By the sending loop alone.</summary>
    public void Tell()
    {
        // Not longer than this: the writer of everybody may be at the door.
        lock (_coming)
        {
            if (_come.Count == 0) return;
            (_come, _telling) = (_telling, _come);
        }
        lock (_tickets)
        {
            foreach ((int ticket, _) in _telling) _whats.Add(Forget(ticket));
        }
        for (int i = 0; i < _telling.Count; i++) answer(_whats[i], _telling[i].Receipt);
        _telling.Clear();
        _whats.Clear();
    }

    private int Keep(T what)
    {
        lock (_tickets)
        {
            if (!_free.TryPop(out int ticket)) ticket = _used++;
            if (ticket == _asked.Length) Array.Resize(ref _asked, 2 * ticket);
            _asked[ticket] = what;
            return ticket;
        }
    }

    private T Forget(int ticket)
    {
        T what = _asked[ticket];
        _asked[ticket] = default!;
        _free.Push(ticket);
        return what;
    }
}
