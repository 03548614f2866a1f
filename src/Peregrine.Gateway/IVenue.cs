using Peregrine.Core;
using Peregrine.History;

namespace Peregrine.Gateway;

/// <summary>The venue as a gateway sees it, in its own process or behind a link.</summary>
public interface IVenue
{
    ICommandPort Port { get; }

    IQuestions Questions { get; }

    VenueFace Face { get; }

    IHistory History { get; }

    IExplanations Explanations { get; }

    ILiabilities Liabilities { get; }

    /// <summary>Follows the events behind a command.</summary>
    IEventReader Follow(long afterSeq);
}

/// <summary>How the venue stands, as everybody may know it.</summary>
/// <param name="IsWriting">Commands are taken.</param>
/// <param name="Why">Why not, in a sentence.</param>
/// <param name="Seq">The last command everybody was told of.</param>
/// <param name="DurableSeq">The last command on stable storage: nobody was told of a later one, though of those before it somebody may be told only now.</param>
/// <param name="Troubles">What an operator should look at.</param>
/// <param name="RulesVersion">Which rules the engine applies.</param>
public sealed record VenueFace(bool IsWriting, string Why, long Seq, long DurableSeq, IReadOnlyList<string> Troubles, int RulesVersion);
