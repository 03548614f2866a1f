namespace Peregrine.Gateway.Native.Orders;

/// <summary>Who acts, as a command's header says it, and on which socket.</summary>
internal readonly record struct Signer(int Account, int Key, int Session);
