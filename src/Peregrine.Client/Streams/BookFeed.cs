using System.Text.Json;
using Peregrine.Client.Json;
using Peregrine.Client.Markets;

namespace Peregrine.Client.Streams;

/// <summary>A market's book, kept as the venue has it. After a hole or a wrong checksum it asks for a snapshot on its own.</summary>
public sealed class BookFeed : StreamFeed
{
    private readonly BookFrame _frame = new();
    private readonly byte[] _speed;
    private readonly MarketTerms _market;

    public BookFeed(MarketTerms market, BookSpeed speed = BookSpeed.Ms100)
    {
        (_market, Book) = (market, new LocalBook(market));
        _speed = (speed switch
        {
            BookSpeed.Raw => "raw"u8,
            BookSpeed.Ms20 => "20ms"u8,
            BookSpeed.Ms100 => "100ms"u8,
            BookSpeed.S1 => "1s"u8,
        }).ToArray();
    }

    /// <summary>Changed by the stream's own thread: read it in <see cref="Changed"/>, or hold <see cref="Gate"/>.</summary>
    public LocalBook Book { get; }

    public Lock Gate { get; } = new();

    /// <summary>How often it had to begin anew.</summary>
    public int Resyncs { get; private set; }

    /// <summary>A frame was taken. Called on the stream's thread, so it must not linger.</summary>
    public Action<LocalBook>? Changed { get; set; }

    internal override bool IsPrivate => false;

    internal override void WriteName(JsonOut json) => json.Name("ch"u8).Plain("book"u8).Name("market"u8).Plain(_market.Utf8).Name("speed"u8).Plain(_speed);

    internal override bool Owns(in FrameName name) => name.Channel.SequenceEqual("book"u8) && name.Market.SequenceEqual(_market.Utf8) && name.Speed.SequenceEqual(_speed);

    internal override void Lose()
    {
        lock (Gate) Book.Lose();
    }

    internal override bool Take(ref Utf8JsonReader frame)
    {
        lock (Gate)
        {
            _frame.Read(ref frame, _market, isSnapshot: false);
            bool wasSynced = Book.IsSynced;
            BookStep step = Book.Apply(_frame);
            if (step == BookStep.Applied) Changed?.Invoke(Book);
            // Asked once for each loss: what comes until the snapshot belongs to the subscription before.
            bool isLost = step == BookStep.Broken || (step == BookStep.Gap && wasSynced);
            if (isLost) Resyncs++;
            return !isLost;
        }
    }
}
