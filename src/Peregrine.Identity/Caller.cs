using System.Net;
using System.Text;

namespace Peregrine.Identity;

/// <summary>From where somebody speaks to us.</summary>
public sealed class Caller
{
    private const int DeviceMax = 120;

    /// <param name="address">Of the other end, as far as we believe whoever told it; the gateway decides which proxies it believes.</param>
    /// <param name="device">What the client calls itself. It is text from a stranger: shortened, and nothing of it steers a terminal or breaks a line.</param>
    public Caller(IPAddress address, string device)
    {
        Address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Device = Plain(device);
    }

    public IPAddress Address { get; }

    public string Device { get; }

    private static string Plain(string device)
    {
        var plain = new StringBuilder(DeviceMax);
        foreach (char c in device)
        {
            if (plain.Length == DeviceMax) break;
            plain.Append(c is >= ' ' and < '\x7f' ? c : '?');
        }
        return plain.ToString().Trim();
    }
}
