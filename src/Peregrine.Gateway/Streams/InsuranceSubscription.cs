using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native;

namespace Peregrine.Gateway.Streams;

/// <summary>The insurance funds, every five seconds while they move.</summary>
internal sealed class InsuranceSubscription(string name, Gateway gateway) : Subscription(name)
{
    private const int EveryMs = 5_000;
    private Task<Answer<InsuranceFigures>>? _asking;
    private IReadOnlyList<InsurancePotFigures> _told = [];
    private long _dueMs;

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Clock];

    public override bool IsDue(long nowMs) => _asking is { } asking ? asking.IsCompleted : nowMs >= Volatile.Read(ref _dueMs);

    public override bool Write(JsonText json, long nowMs)
    {
        if (_asking is null)
        {
            if (nowMs < _dueMs) return false;
            _dueMs = nowMs + EveryMs;
            _asking = gateway.Venue.Questions.Ask<AskInsurance, InsuranceFigures>(default, 0, CancellationToken.None).AsTask();
        }
        if (!_asking.IsCompleted) return false;
        Task<Answer<InsuranceFigures>> asked = _asking;
        _asking = null;
        if (!asked.IsCompletedSuccessfully || asked.Result.Code != RejectCode.None || asked.Result.Value.Pots.SequenceEqual(_told)) return false;
        _told = asked.Result.Value.Pots;
        json.BeginObject().Name("ch"u8).Plain("insurance"u8).Name("data"u8);
        PriceJson.Insurance.Write(json, new PriceJson.ShownInsurance(asked.Result.Value, gateway.Terms, asked.Result.AsOfSeq));
        json.EndObject();
        return true;
    }
}
