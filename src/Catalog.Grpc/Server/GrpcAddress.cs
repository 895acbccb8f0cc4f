using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Catalog.Grpc.Server;

/// <summary>An address to listen at.</summary>
internal static class GrpcAddress
{
    /// <summary>The addresses of a setting.</summary>
    /// <exception cref="FormatException">One of them is none; the message says what is right.</exception>
    internal static IReadOnlyList<BindingAddress> Parse(string urls)
        => [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne)];

    /// <summary>Has a server listen there.</summary>
    internal static void Listen(this KestrelServerOptions server, BindingAddress address)
    {
        void Configure(ListenOptions listen) => listen.Protocols = HttpProtocols.Http2;

        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
        {
            server.Listen(ip, address.Port, Configure);
        }
        else if (string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase) && address.Port != 0)
        {
            server.ListenLocalhost(address.Port, Configure);
        }
        else if (string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            server.Listen(IPAddress.Loopback, 0, Configure); // A free port is free for one address only.
        }
        else
        {
            server.ListenAnyIP(address.Port, Configure);
        }
    }

    private static BindingAddress ParseOne(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            if (address.Scheme == "http" && !address.IsUnixPipe && !address.IsNamedPipe && address.PathBase.Length == 0)
            {
                return address;
            }
        }
        catch (FormatException)
        {
            // Told below.
        }

        throw new FormatException($"'{url}' in '{GrpcOptions.Section}:{nameof(GrpcOptions.Urls)}' is no address to listen at. Write 'http://host:port', such as 'http://localhost:6570' or 'http://*:6570', several apart by ';', or nothing.");
    }
}
