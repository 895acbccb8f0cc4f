using FeatureStore.Model;

namespace FeatureStore.Selection;

/// <summary>Selects features once everything that had arrived is in the offline files of the versions that are selected, also where a new version takes over meanwhile.</summary>
internal static class SettledSelection
{
    /// <param name="select">Selects by the definitions and versions in force.</param>
    /// <param name="viewsOf">The view versions of what was selected.</param>
    /// <param name="served">The versions that answer.</param>
    /// <param name="flush">Waits until everything that had arrived is in the files of a version, or another one has taken its place.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Catalog.Core.Errors.CatalogException">The writer of a view is failing.</exception>
    internal static async Task<T> SelectAsync<T>(
        Func<T> select, Func<T, IEnumerable<FeatureViewId>> viewsOf, ServedVersions served, Func<FeatureViewId, CancellationToken, Task> flush, CancellationToken cancellationToken)
    {
        await served.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var selected = select();
        while (true)
        {
            var views = viewsOf(selected).ToList();
            foreach (var view in views)
            {
                await flush(view, cancellationToken).ConfigureAwait(false);
            }

            await served.RefreshAsync(cancellationToken).ConfigureAwait(false);
            selected = select();
            if (viewsOf(selected).SequenceEqual(views))
            {
                return selected;
            }
        }
    }
}
