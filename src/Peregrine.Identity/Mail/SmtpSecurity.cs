namespace Peregrine.Identity.Mail;

/// <summary>How a line to a mail host is kept from strangers.</summary>
public enum SmtpSecurity : byte
{
    /// <summary>Plain at first, and nothing is said before it is encrypted.</summary>
    StartTls = 1,
    /// <summary>Encrypted from the first byte.</summary>
    Tls = 2,
    /// <summary>Plain: for a host on this machine.</summary>
    None = 3,
}
