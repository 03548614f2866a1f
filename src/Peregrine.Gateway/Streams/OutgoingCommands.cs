using Peregrine.Core;

namespace Peregrine.Gateway.Streams;

/// <summary>Commands that were read from a socket and have not been handed over yet: those that came together go together. For the loop that reads.</summary>
internal sealed class OutgoingCommands(ICommandPort port)
{
    private const int First = 4, Most = 64;
    private Command[] _commands = [];
    private ReceiptAddress[] _answers = [];
    private int _count;

    /// <summary>Puts a command, or a group that stays one, behind those that wait.</summary>
    public void Add(ReadOnlySpan<Command> group, IReceiptTaker taker, int ticket)
    {
        if (group.Length == 1)
        {
            Add(in group[0], new ReceiptAddress(taker, ticket));
            return;
        }
        Leave();
        port.Submit(group, taker, ticket);
    }

    /// <summary>Hands over what waits.</summary>
    public void Leave()
    {
        if (_count == 0) return;
        port.SubmitEach(_commands.AsSpan(0, _count), _answers.AsSpan(0, _count));
        _count = 0;
    }

    private void Add(in Command command, ReceiptAddress answer)
    {
        if (_count == _commands.Length)
        {
            int room = Math.Max(First, 4 * _count);
            Array.Resize(ref _commands, room);
            Array.Resize(ref _answers, room);
        }
        (_commands[_count], _answers[_count]) = (command, answer);
        if (++_count == Most) Leave();
    }
}
