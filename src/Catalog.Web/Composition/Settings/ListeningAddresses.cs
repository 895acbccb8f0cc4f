using System.Globalization;

namespace Catalog.Web.Composition.Settings;

/// <summary>Judges where the process is told to listen, which ASP.NET Core takes in ways that nobody means: a port that is no number makes it listen at port 80 of all addresses.</summary>
internal static class ListeningAddresses
{
    private const string AddressesKey = "urls";
    private const string Form = "write one such as http://localhost:8080 in --urls or ASPNETCORE_URLS, several divided by ';'.";

    private static readonly char[] Dividers = [';'];
    private static readonly string[] PortsKeys = ["http_ports", "https_ports"];

    /// <summary>What is wrong, a sentence for each address and port.</summary>
    internal static IEnumerable<string> FaultsOf(IConfiguration configuration)
        => ListOf(configuration, AddressesKey).Where(static address => !IsAddress(address)).Select(static address => $"The address to listen at is '{address}'; {Form}")
            .Concat(from key in PortsKeys
                    from port in ListOf(configuration, key)
                    where !IsPort(port)
                    select $"The port to listen at is '{port}' in ASPNETCORE_{key.ToUpperInvariant()}; it must be a whole number from 1 to 65535.");

    private static string[] ListOf(IConfiguration configuration, string key)
        => (configuration[key] ?? string.Empty).Split(Dividers, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsAddress(string text)
    {
        try
        {
            var address = BindingAddress.Parse(text);
            return address.Scheme is "http" or "https" && (address.IsUnixPipe || address.IsNamedPipe || (IsHost(address.Host) && address.Port is >= 0 and <= ushort.MaxValue));
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    // What is left of a port that cannot be read stands in the host.
    private static bool IsHost(string host) => host.StartsWith('[') ? host.EndsWith(']') : host.Length > 0 && !host.Contains(':', StringComparison.Ordinal);

    private static bool IsPort(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;
}
