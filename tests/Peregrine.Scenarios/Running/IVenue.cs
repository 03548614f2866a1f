using Peregrine.Core;

namespace Peregrine.Scenarios.Running;

/// <summary>What a scenario talks to: the engine, or a stand-in that tests the runner.</summary>
public interface IVenue
{
    RejectCode Apply(in Command command);
}

/// <summary>Makes a venue that tells its events to <paramref name="sink"/>.</summary>
public delegate IVenue VenueFactory(IEventSink sink);
