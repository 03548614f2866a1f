namespace Peregrine.Identity.Mail;

/// <summary>A letter to one person, in plain ASCII.</summary>
public sealed record Letter(string To, string Subject, string Text);
