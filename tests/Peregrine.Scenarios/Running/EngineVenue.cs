using Peregrine.Core;
using VenueEngine = Peregrine.Engine.Engine;

namespace Peregrine.Scenarios.Running;

/// <summary>The real engine.</summary>
public sealed class EngineVenue(IEventSink sink) : IVenue
{
    private readonly VenueEngine _engine = new(new EventWriter(sink));

    public RejectCode Apply(in Command command) => _engine.Apply(in command);
}
