using Catalog.Core.Values;
using FeatureStore.OnDemand;
using FeatureStore.Rows;

namespace FeatureStore.Materialization;

/// <summary>
/// Gives the rows of a view one NaN and one zero before they go to either store. Writers of files take equal numbers for one, so that the offline store could give other bits than those served.
/// </summary>
internal sealed class CanonicalRows(ViewColumns columns)
{
    private readonly int[] _places = [.. columns.All.Index().Where(static entry => entry.Item.Type.Element is ScalarType.Float or ScalarType.Double).Select(static entry => entry.Index)];

    /// <summary>Changes the rows in their place. A row may be in several lists, with the same values.</summary>
    internal void Apply(IReadOnlyList<FeatureRow> rows)
    {
        if (_places.Length == 0)
        {
            return;
        }

        foreach (var row in rows)
        {
            foreach (var place in _places)
            {
                row.Values[place] = CanonicalNumber.Of(row.Values[place]);
            }
        }
    }
}
