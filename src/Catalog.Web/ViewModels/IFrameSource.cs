namespace Catalog.Web.ViewModels;

/// <summary>Reads the numbers around every page. Called for each page and again every few seconds while one is open, so it answers from memory or a cheap count.</summary>
public interface IFrameSource
{
    /// <summary>The numbers now. Never throws for missing data: what is not known is left out.</summary>
    ValueTask<FrameFacts> ReadAsync(CancellationToken cancellationToken);
}
