using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native;

internal sealed class TicketBody : BodyShape
{
    public static readonly TicketBody Shape = new();

    public readonly Field Ticket;

    private TicketBody()
        : base("Ticket") => Ticket = Needed("ticket", FieldType.Text(100), "From the letter's link.");
}

internal sealed class ForgotBody : BodyShape
{
    public static readonly ForgotBody Shape = new();

    public readonly Field Email;

    private ForgotBody()
        : base("Forgot") => Email = Needed("email", FieldType.Text(254), "An e-mail address.");
}

internal sealed class ResetBody : BodyShape
{
    public static readonly ResetBody Shape = new();

    public readonly Field Ticket, NewPassword;

    private ResetBody()
        : base("ResetPassword")
    {
        Ticket = Needed("ticket", FieldType.Text(100), "From the letter's link.");
        NewPassword = Needed("newPassword", FieldType.Text(256), "The password as it is to be.");
    }
}

internal sealed class MailboxQuery : BodyShape
{
    public static readonly MailboxQuery Shape = new();

    public readonly Field Address;

    private MailboxQuery()
        : base("MailboxQuery") => Address = Needed("address", FieldType.Text(254), "Whose letters.");
}
