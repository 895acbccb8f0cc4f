using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.Materialization;

/// <summary>
/// How far the online store has the rows of one partition of a view version, kept in the store itself as a row of its own. So a store that is new, was emptied, or lost the last it was told, tells so:
/// the mark is written after the rows, and whatever takes rows away takes the mark with them.
/// </summary>
internal sealed class OnlineMark(IOnlineStore store, FeatureViewId view, int partition)
{
    // No view is named so.
    private const string Prefix = "!written/";

    private static readonly Entity Written = new() { Name = "view", JoinKey = "view", Type = new DataType(ScalarType.String), Domain = string.Empty, Owner = string.Empty };

    private readonly string _name = Prefix + partition.ToString(System.Globalization.CultureInfo.InvariantCulture);
    private readonly EntityKey _key = KeyOf(view);

    /// <summary>One past the last sequence whose rows are there for certain; 0 when nothing is known.</summary>
    internal async Task<long> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = new ReadOnlyMemory<byte>[1];
        await store.ReadAsync([_key], [_name], rows, cancellationToken).ConfigureAwait(false);
        return rows[0].IsEmpty ? 0 : OnlineRowCodec.DecodeHead(rows[0].Span).Sequence;
    }

    /// <summary>States that all rows before a sequence are there. One that is further already stays.</summary>
    internal async Task WriteAsync(long end, CancellationToken cancellationToken)
    {
        var row = OnlineRowCodec.Encode(new FeatureRow([], default, default, end, []));
        await store.WriteAsync([new OnlineWrite(_key, _name, default, end, row)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the marks of all partitions of a view version.</summary>
    internal static ValueTask DeleteAsync(IOnlineStore store, FeatureViewId view, CancellationToken cancellationToken) => store.DeleteKeyAsync(KeyOf(view), cancellationToken);

    private static EntityKey KeyOf(FeatureViewId view) => EntityKey.Create([Written], [Value.Of(view.ToString())]);
}
