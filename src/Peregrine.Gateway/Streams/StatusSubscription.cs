using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;

namespace Peregrine.Gateway.Streams;

/// <summary>Whether the venue takes commands, and the state of each market, whenever one of them changes.</summary>
internal sealed class StatusSubscription(string name, Gateway gateway) : Subscription(name)
{
    private VenueTerms? _terms;
    private bool? _isWriting;

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Clock];

    public override bool IsDue(long nowMs) => !ReferenceEquals(gateway.Terms, _terms) || gateway.Venue.Face.IsWriting != _isWriting;

    public override bool Write(JsonText json, long nowMs)
    {
        VenueFace face = gateway.Venue.Face;
        VenueTerms terms = gateway.Terms;
        if (ReferenceEquals(terms, _terms) && face.IsWriting == _isWriting) return false;
        (_terms, _isWriting) = (terms, face.IsWriting);
        json.BeginObject().Name("ch"u8).Plain("status"u8).Name("state"u8).Plain(face.IsWriting ? "running"u8 : "readOnly"u8);
        if (!face.IsWriting) json.Name("why"u8).String(face.Why);
        json.Name("seq"u8).Number(face.Seq).Name("markets"u8).BeginArray();
        foreach (MarketTerms market in terms.Markets)
            json.BeginObject().Name("market"u8).Plain(market.Utf8).Name("state"u8).Plain(Words.MarketStates.NameOf((int)market.State)).EndObject();
        json.EndArray().EndObject();
        return true;
    }
}
