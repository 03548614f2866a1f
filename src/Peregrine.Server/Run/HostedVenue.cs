using Peregrine.Core;
using Peregrine.Gateway;
using Peregrine.History;
using Peregrine.Sequencer;
using Peregrine.Sequencer.Writer;

namespace Peregrine.Server.Run;

/// <summary>The venue of this process, as its gateway sees it.</summary>
internal sealed class HostedVenue(VenueHost host, IHistory history, IExplanations explanations, ILiabilities liabilities) : IVenue
{
    public ICommandPort Port => host.Port;

    public IQuestions Questions => host.Questions;

    public IHistory History => history;

    public IExplanations Explanations => explanations;

    public ILiabilities Liabilities => liabilities;

    public VenueFace Face
    {
        get
        {
            VenueStatus status = host.Status;
            return new VenueFace(status.State == WriterState.Running, status.Reason, status.AppliedSeq, status.CommittedSeq, status.Troubles, Engine.Engine.RulesVersion);
        }
    }

    public IEventReader Follow(long afterSeq) => host.Followers.Follow(afterSeq);
}
