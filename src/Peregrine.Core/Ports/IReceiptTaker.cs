namespace Peregrine.Core;

/// <summary>Is told what became of commands that it handed over.</summary>
public interface IReceiptTaker
{
    /// <summary>By the thread that answers everybody: whoever takes a receipt notes it and does nothing else.</summary>
    /// <param name="ticket">As given with the command.</param>
    /// <param name="receipt">The answer.</param>
    void Take(int ticket, in CommandReceipt receipt);
}

/// <summary>Where the answer to a command goes.</summary>
/// <param name="Taker">Who notes it.</param>
/// <param name="Ticket">By which he knows what was asked.</param>
public readonly record struct ReceiptAddress(IReceiptTaker Taker, int Ticket);
