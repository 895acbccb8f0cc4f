using System.Net;
using System.Net.Sockets;

namespace FeatureStore.S3.Tests;

/// <summary>Stands between the store and its server, and spoils what passes: cuts connections off after some bytes, or changes a byte.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _server;
    private readonly Task _accepting;

    internal CuttingProxy(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Bytes towards the server after which a connection is cut; negative for never.</summary>
    internal long CutUpAfter { get; set; } = -1;

    /// <summary>Bytes from the server after which a connection is cut; negative for never.</summary>
    internal long CutDownAfter { get; set; } = -1;

    /// <summary>Every so many bytes from the server one is changed; negative for none.</summary>
    internal long ChangeDown { get; set; } = -1;

    /// <summary>Every so many bytes towards the server one is changed; negative for none.</summary>
    internal long ChangeUp { get; set; } = -1;

    /// <summary>How many connections are still cut.</summary>
    internal int Cuts { get; set; } = int.MaxValue;

    /// <summary>How many bytes are still changed.</summary>
    internal int Changes { get; set; } = int.MaxValue;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var here = client;
        using var there = new TcpClient();
        try
        {
            await there.ConnectAsync(IPAddress.Loopback, _server, _stop.Token);
            var isCut = Cuts-- > 0;
            await Task.WhenAny(
                PumpAsync(here.GetStream(), there.GetStream(), isCut ? CutUpAfter : -1, ChangeUp),
                PumpAsync(there.GetStream(), here.GetStream(), isCut ? CutDownAfter : -1, ChangeDown));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            return;
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, long cutAfter, long change)
    {
        var buffer = new byte[4096];
        try
        {
            for (var passed = 0L; ;)
            {
                var read = await from.ReadAsync(buffer, _stop.Token);
                if (read == 0 || (cutAfter >= 0 && passed + read > cutAfter))
                {
                    return;
                }

                if (change > 0 && Changes > 0 && passed / change < (passed + read) / change)
                {
                    buffer[((passed + read) / change * change) - passed - 1] ^= 1;
                    Changes--;
                }

                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
                passed += read;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
    }
}
