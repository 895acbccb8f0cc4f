namespace Catalog.Web.Http;

/// <summary>Whether the process can answer everything it is asked. Set once by the start-up, read by the health door.</summary>
internal sealed class Readiness
{
    private volatile bool _ready;

    internal bool IsReady => _ready;

    internal void Set() => _ready = true;
}
