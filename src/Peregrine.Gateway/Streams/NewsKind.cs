namespace Peregrine.Gateway.Streams;

internal enum NewsKind : byte
{
    Clock,
    Account,
    Market,
    Book,
}
