namespace Peregrine.Client;

/// <summary>A command that is durable and applied.</summary>
/// <param name="Seq">The engine's number of it; facts that are asked with it as minSeq have seen it.</param>
/// <param name="TimeNs">The engine's time.</param>
/// <param name="IsDuplicate">It had been done before.</param>
public readonly record struct Done(long Seq, long TimeNs, bool IsDuplicate);
