namespace Peregrine.Identity.Mail;

/// <summary>A letter was not taken; the message is a sentence for operators and holds nothing of the letter.</summary>
public sealed class MailException : Exception
{
    public MailException() { }
    public MailException(string message) : base(message) { }
    public MailException(string message, Exception inner) : base(message, inner) { }
}
