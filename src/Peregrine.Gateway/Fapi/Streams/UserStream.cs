using Peregrine.Gateway.Json;
using Peregrine.Gateway.Streams;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>A user's own events on one socket, in the order in which they happened. None is ever left out: who cannot be told all is cut off and begins anew.</summary>
internal sealed class UserStream : FapiStream
{
    private const int StepsBytes = 64 * 1024;
    private readonly ListenKey _key;
    private readonly ListenPlace _place;
    private readonly StreamSession _session;
    private readonly AccountViews _views;
    private readonly UserStep _step = new();
    private readonly UserEvents _events;
    private readonly Queue<byte[]> _waiting = new();
    private byte[] _steps = [];
    private int _at;
    private int _end;
    private long _seq;
    private bool _isOver;
    private bool _hasLeft;
    // All events up to the first were written, and up to the second the other end has them.
    private long _written;
    private long _sure;

    public UserStream(ListenKey key, FapiStreamDesk desk)
        : base(key.Name, desk)
    {
        (_key, _session, _views) = (key, desk.Session, desk.Gateway.Accounts.Views);
        Sources = [NewsSource.Account(key.Who.Account), NewsSource.Clock];
        var state = new UserState();
        _events = new UserEvents(desk.Gateway, key.Who.Account, desk.UserEvents, state, json => _waiting.Enqueue(json.ToArray()));
        _place = key.Enter(NowMs, seq => _views.ReadPrivate(key.Who.Account, seq, []).Outcome != PrivateOutcome.Gone);
        long resume = _place.Seq;
        _seq = state.Load(_views, key.Who.Account, desk.Gateway.Fapi.Symbols, resume < 0 ? long.MaxValue : resume);
        if (resume >= 0) _seq = Math.Min(_seq, resume);
        Arrived(_written = _seq);
    }

    public override IReadOnlyList<NewsSource> Sources { get; }

    public override bool IsDue(long nowMs) => !_isOver && !_key.IsAlive(NowMs);

    public override long Told => Volatile.Read(ref _written) is var written && written > Volatile.Read(ref _sure) ? written : 0;

    protected override bool WriteData(JsonText json, long nowMs)
    {
        if (_isOver) return false;
        if (!_key.IsAlive(NowMs)) return WriteExpired(json);
        while (_waiting.Count == 0)
        {
            if (_at == _end && !Read())
            {
                Pass();
                return false;
            }
            _at += _step.Take(_steps.AsSpan(_at, _end - _at));
            _events.Tell(_step);
            _seq = _step.Seq;
        }
        json.Raw(_waiting.Dequeue());
        if (_waiting.Count == 0) Volatile.Write(ref _written, _seq);
        return true;
    }

    public override void Arrived(long told)
    {
        Volatile.Write(ref _sure, told);
        _key.Arrived(_place, told);
    }

    public override void Left()
    {
        if (_hasLeft) return;
        _hasLeft = true;
        _key.Leave(_place, NowMs);
    }

    // Steps that told nothing come with what was written before them: a socket that wants few events stays behind no others.
    private void Pass()
    {
        long sure = Volatile.Read(ref _sure);
        bool isSure = _written == sure;
        Volatile.Write(ref _written, _seq);
        if (isSure && _seq > sure) Arrived(_seq);
    }

    private bool WriteExpired(JsonText json)
    {
        _isOver = true;
        json.BeginObject().Name("e"u8).Plain("listenKeyExpired"u8).Name("E"u8).Number(NowMs).Name("listenKey"u8).String(_key.Name).EndObject();
        return true;
    }

    private bool Read()
    {
        if (_steps.Length == 0) _steps = new byte[StepsBytes];
        PrivateRead read = _views.ReadPrivate(_key.Who.Account, _seq, _steps);
        while (read.Outcome == PrivateOutcome.TooSmall)
        {
            _steps = new byte[Math.Max(read.Bytes, _steps.Length * 2)];
            read = _views.ReadPrivate(_key.Who.Account, _seq, _steps);
        }
        if (read.Outcome == PrivateOutcome.Gone)
        {
            _isOver = true;
            _session.End(StreamSession.TooSlow, "events were missed", null);
        }
        (_at, _end) = (0, read.Outcome == PrivateOutcome.Messages ? read.Bytes : 0);
        return _end > 0;
    }
}
