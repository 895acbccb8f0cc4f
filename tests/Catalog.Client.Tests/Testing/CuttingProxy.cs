using System.Net;
using System.Net.Sockets;

namespace Catalog.Client.Tests.Testing;

/// <summary>A way to the server that breaks: each connection in turn is cut after so many bytes of answers; those behind the last are whole.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<long> _cuts;
    private readonly Uri _target;
    private readonly Task _running;

    internal CuttingProxy(Uri target, params long[] cuts)
    {
        _target = target;
        _cuts = new Queue<long>(cuts);
        _listener.Start();
        _running = AcceptAsync();
    }

    internal Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Connections that were cut.</summary>
    internal int Cuts { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _running;
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(), _cuts.TryDequeue(out var cut) ? cut : long.MaxValue));
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client, long left)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(_target.Host, _target.Port);
            var up = PumpAsync(client, server, long.MaxValue);
            if (await PumpAsync(server, client, left))
            {
                Cuts++;
                client.Client.LingerState = new LingerOption(true, 0);
            }

            client.Close();
            server.Close();
            await up;
        }
    }

    /// <summary>True when it was cut, false when one side ended.</summary>
    private static async Task<bool> PumpAsync(TcpClient from, TcpClient to, long left)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var count)
            {
                if (count > left)
                {
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, (int)left));
                    return true;
                }

                left -= count;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
            }

            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or InvalidOperationException or SocketException)
        {
            // One side is gone.
        }

        return false;
    }
}
