using Peregrine.Identity.People;
using Peregrine.Identity.Storage;

namespace Peregrine.Identity.Mail;

/// <summary>Tells people by letter what became of their own account, where there is an address to write to.</summary>
internal sealed class LetterDesk(MailDesk mail, Letters letters)
{
    /// <summary>In the transaction of what it tells, so that neither is there without the other.</summary>
    public void Tell(Statements s, PersonId person, Func<Letters, string, Letter> write)
    {
        if (PeopleDesk.Find(s, person)?.Person.Email is { } email) mail.Post(s, write(letters, email));
    }
}
