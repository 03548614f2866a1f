using Peregrine.Identity.People;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Mail;

/// <summary>Tells people by letter what became of their own account, where there is an address to write to.</summary>
internal sealed class LetterDesk(MailDesk mail, Letters letters)
{
    /// <summary>In the transaction of what it tells, so that neither is there without the other.</summary>
    public void Tell(Statements s, PersonId person, Func<Letters, string, Letter> write)
    {
        if (PeopleDesk.Find(s, person)?.Person.Email is { } email) Send(s, email, write);
    }

    /// <summary>The same to an address that is nobody's yet, or that was taken down with what is told.</summary>
    public void Send(Statements s, string to, Func<Letters, string, Letter> write) => mail.Post(s, write(letters, to));
}
