using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.Rows;

/// <summary>
/// Under which names the rows of a view stand in the online store. The newest row stands under the view version itself. Where the null policy is
/// <see cref="NullPolicy.NewestNonNull"/> each feature has a row of its own besides, which only values replace: the features of one answer may
/// come from several events, each with its own time and order. Thread-safe.
/// </summary>
public sealed class OnlineLayout
{
    private readonly FeatureView _view;
    private readonly string[] _values;

    /// <summary>The layout of a view version.</summary>
    public OnlineLayout(FeatureView view)
    {
        _view = view;
        Row = view.Id.ToString();
        _values = view.NullPolicy == NullPolicy.NewestNonNull ? [.. view.Features.Select(feature => $"{Row}#{feature.Name}")] : [];
    }

    /// <summary>The name of the newest row.</summary>
    public string Row { get; }

    /// <summary>The names of the newest values that are not null, a feature after the other; empty under other null policies.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>All names of the view version, to be deleted with it.</summary>
    public IEnumerable<string> All => _values.Prepend(Row);

    /// <summary>Adds what one row of the view puts into the online store.</summary>
    /// <exception cref="ArgumentException">A key value is null or not of its entity's type.</exception>
    public void AddWrites(in FeatureRow row, ICollection<OnlineWrite> writes)
    {
        var key = EntityKey.Create(_view.Entities, row.KeyValues);
        writes.Add(new OnlineWrite(key, Row, row.EventTime, row.Sequence, OnlineRowCodec.Encode(row)));
        for (var feature = 0; feature < _values.Length; feature++)
        {
            if (!row.Values[feature].IsNull)
            {
                writes.Add(new OnlineWrite(key, _values[feature], row.EventTime, row.Sequence, OnlineRowCodec.Encode(row, row.Values[feature])));
            }
        }
    }
}
