namespace Peregrine.Gateway.Fapi.Http;

/// <summary>What a request shows of its sender.</summary>
internal enum FapiSecurity : byte
{
    Open = 1,
    /// <summary>A key by its name alone, unsigned, as the dialect has it for listen keys.</summary>
    Key = 2,
    Signed = 3,
}
