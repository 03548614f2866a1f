namespace Peregrine.Crash.Audit;

/// <summary>Somebody was told something that is not so.</summary>
public sealed class AuditException : Exception
{
    public AuditException() { }
    public AuditException(string message) : base(message) { }
    public AuditException(string message, Exception inner) : base(message, inner) { }
}
