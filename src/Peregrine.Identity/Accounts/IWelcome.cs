using Peregrine.Core;

namespace Peregrine.Identity.Accounts;

/// <summary>What the venue does once for each new root account, after the engine has opened it: paper money in a sandbox.</summary>
public interface IWelcome
{
    /// <summary>May be called again for the same account after a crash; the key is the same then, so that whatever it names happens once.</summary>
    /// <returns>False to be called again later; it does not throw because the engine is busy.</returns>
    ValueTask<bool> Welcome(int account, RequestKey once);
}
