using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.Rows;

/// <summary>
/// Under which names the rows of a view stand in the online store. The newest row stands under the view version itself. Where the null policy is
/// <see cref="NullPolicy.NewestNonNull"/> each feature has a row of its own besides, which only values replace: the features of one answer may
/// come from several events, each with its own time and order.
/// </summary>
public static class OnlineLayout
{
    /// <summary>The name of the newest row.</summary>
    public static string RowOf(FeatureView view) => view.Id.ToString();

    /// <summary>The name of the newest value of one feature that is not null.</summary>
    public static string ValueOf(FeatureView view, int feature) => $"{view.Id}#{view.Features[feature].Name}";

    /// <summary>All names of a view version, to be deleted with it.</summary>
    public static IEnumerable<string> AllOf(FeatureView view)
        => view.NullPolicy == NullPolicy.NewestNonNull
            ? Enumerable.Range(0, view.Features.Count).Select(feature => ValueOf(view, feature)).Prepend(RowOf(view))
            : [RowOf(view)];

    /// <summary>Adds what one row of the view puts into the online store.</summary>
    /// <exception cref="ArgumentException">A key value is null or not of its entity's type.</exception>
    public static void AddWrites(FeatureView view, in FeatureRow row, ICollection<OnlineWrite> writes)
    {
        var key = EntityKey.Create(view.Entities, row.KeyValues);
        writes.Add(new OnlineWrite(key, RowOf(view), row.EventTime, row.Sequence, OnlineRowCodec.Encode(row)));
        if (view.NullPolicy != NullPolicy.NewestNonNull)
        {
            return;
        }

        for (var feature = 0; feature < row.Values.Length; feature++)
        {
            if (!row.Values[feature].IsNull)
            {
                var value = row with { Values = [row.Values[feature]] };
                writes.Add(new OnlineWrite(key, ValueOf(view, feature), row.EventTime, row.Sequence, OnlineRowCodec.Encode(value)));
            }
        }
    }
}
