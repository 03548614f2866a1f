using Peregrine.Client.Rest;
using Peregrine.Client.Signing;
using Peregrine.Client.Streams;

namespace Peregrine.Client;

/// <summary>One name at one venue. Any number of threads may use it at once.</summary>
public sealed class VenueClient : IDisposable
{
    private readonly IHttpLine _http;
    private readonly RestLine _line;
    private readonly Uri _venue;

    /// <remarks><paramref name="venue"/>: Such as http://127.0.0.1:8080.</remarks>
    public VenueClient(Uri venue, Credentials credentials, ClientOptions? options = null)
        : this(venue, credentials, options ?? new ClientOptions(), null)
    {
    }

    /// <remarks><paramref name="line"/>: Carries requests in the place of ordinary HTTP connections; disposed with the client.</remarks>
    public VenueClient(Uri venue, Credentials credentials, ClientOptions options, IHttpLine? line)
    {
        _venue = venue;
        _http = line ?? new HttpLine(venue, options.Patience);
        _line = new RestLine(_http, credentials, options);
        (Markets, Account, Orders, People, Operator) = (new(_line), new(_line), new(_line), new(_line), new(_line));
        (History, Lending, Withdrawals, SecondFactor) = (new(_line), new(_line), new(_line), new(_line));
    }

    public MarketDesk Markets { get; }

    public AccountDesk Account { get; }

    public OrderDesk Orders { get; }

    public PeopleDesk People { get; }

    public OperatorDesk Operator { get; }

    public HistoryDesk History { get; }

    public LendingDesk Lending { get; }

    public WithdrawalDesk Withdrawals { get; }

    public SecondFactorDesk SecondFactor { get; }

    /// <summary>A stream in the same name. It connects when it is run.</summary>
    /// <remarks><paramref name="open"/>: Makes the socket; a WebSocket when left out.</remarks>
    public VenueStream Stream(Func<IStreamSocket>? open = null) => new(_line, open ?? (() => new StreamSocket(_venue)));

    public void Dispose() => _http.Dispose();
}
