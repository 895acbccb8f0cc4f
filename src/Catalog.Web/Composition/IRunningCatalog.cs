namespace Catalog.Web.Composition;

/// <summary>A host that was started inside another process. Dispose stops it and releases its data folder.</summary>
public interface IRunningCatalog : IAsyncDisposable
{
    /// <summary>Where it listens: a loopback address with a free port.</summary>
    Uri Address { get; }
}
