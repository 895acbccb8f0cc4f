using Catalog.Grpc;

namespace Catalog.Web.Http;

/// <summary>Whether the process can answer everything it is asked. Set once by the start-up, read by the health doors.</summary>
internal sealed class Readiness : IGrpcHealth
{
    private volatile bool _ready;

    internal bool IsReady => _ready;

    public ValueTask<bool> IsServingAsync(CancellationToken cancellationToken) => ValueTask.FromResult(IsReady);

    internal void Set() => _ready = true;
}
