namespace Catalog.Web.ViewModels;

/// <summary>Stands in until the catalogue registers its own source.</summary>
internal sealed class EmptyFrameSource : IFrameSource
{
    public ValueTask<FrameFacts> ReadAsync(CancellationToken cancellationToken) => new(FrameFacts.Empty);
}
