namespace Peregrine.Identity.Mail;

/// <summary>Takes letters to where people read them.</summary>
public interface IMailSender
{
    /// <summary>Returns when somebody else has taken charge of the letter.</summary>
    /// <exception cref="MailException">Nobody has; it may be tried again.</exception>
    Task Send(Letter letter, CancellationToken stop);
}
